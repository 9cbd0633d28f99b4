/** Which surface answers, by host and path, asked of the whole server. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Json, json, openRegistry } from '../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: string

beforeAll(async () => {
  registry = await openRegistry()
  tenant = (await registry.newTenant()).tenantId
})
afterAll(() => registry.close())

const ask = (url: string, method = 'GET') => registry.app.fetch(new Request(url, { method }))
const local = 'https://localhost:8443'

test.each([
  '/1.0/deviceManagement/windowsAutopilotDeviceIdentities',
  '/v1/deviceManagement/windowsAutopilotDeviceIdentities',
  '/deviceManagement/windowsAutopilotDeviceIdentities',
  '/mine',
  '/v1.0x/me',
  '/betas/me',
  '//beta',
  '/nobody/nowhere',
])('%s is nobody’s, and the answer names versions and surfaces', async (path) => {
  const answer = await ask(`${local}${path}`)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toContain('application/json')
  const { error } = (await json(answer)) as Json
  expect(error.message).toContain('/v1.0 or /beta')
  for (const name of ['graph', 'admin', 'operations', 'authority'])
    expect(error.message).toContain(`${name}:`)
  expect(error.innerError['request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test.each(['/v1.0/me', '/V1.0/me', '/BETA/me', '/beta'])('%s is Graph’s', async (path) => {
  const answer = await ask(`${local}${path}`)
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toContain('Bearer')
})

test('under a host of Microsoft’s only the service of that host answers', async () => {
  const metadata = `/${tenant}/v2.0/.well-known/openid-configuration`
  expect((await ask(`${local}${metadata}`)).status).toBe(200)
  expect((await ask(`https://login.microsoftonline.com${metadata}`)).status).toBe(200)
  expect((await ask(`https://login.windows.net:443${metadata}`)).status).toBe(200)
  expect((await ask(`https://graph.microsoft.com${metadata}`)).status).toBe(404)
  expect((await ask('https://graph.microsoft.com/v1.0/me')).status).toBe(401)
  expect((await ask('https://login.microsoftonline.com/v1.0/me')).status).toBe(404)
  expect((await ask('https://graph.microsoft.com/livez')).status).toBe(404)
})

test('security headers stand on the answer of an address that nobody has', async () => {
  const answer = await ask(`${local}/nobody`)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})
