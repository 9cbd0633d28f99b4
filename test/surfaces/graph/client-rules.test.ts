/** The rules of the client survey that are about signing in and files; the others stand beside their subject. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDeviceCsv } from 'taxiway-device-csv'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApplication } from '../../../src/core/applications/application.ts'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { signInPoliciesIn } from '../../../src/identity-provider/storage/sign-in-policies.ts'
import { type Client, json, openRegistry, origin } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let application: { applicationId: string; secret: string }
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  const roles = ['DeviceManagementServiceConfig.Read.All']
  application = await createApplication(registry.app.applications, {
    tenantId: tenant.tenantId,
    displayName: 'Script',
    roles,
  })
})
afterAll(() => registry.close())

const ask = (path: string, init?: RequestInit) =>
  registry.app.fetch(new Request(`${origin}${path}`, init))
const scope = 'https://graph.microsoft.com/.default'

test('the token endpoint takes names in any case, the tenant’s domain, and a query of the client’s own', async () => {
  const body = new URLSearchParams({
    Grant_Type: 'client_credentials',
    Client_Id: application.applicationId,
    Client_Secret: application.secret,
    scope,
  })
  const path = `/${tenant.tenantId}.test/oauth2/v2.0/token?client-request-id=1`
  const answer = await ask(path, { method: 'POST', body })
  expect([answer.status, (await json(answer)).token_type]).toEqual([200, 'Bearer'])
})

test('instance discovery and the tenant’s configuration are there', async () => {
  const endpoint = encodeURIComponent(`${origin}/common/oauth2/v2.0/authorize`)
  const found = await json(
    ask(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`),
  )
  expect(found).toHaveProperty('tenant_discovery_endpoint')
  const configuration = await json(ask(`/${tenant.tenantId}/v2.0/.well-known/openid-configuration`))
  expect(configuration.token_endpoint).toBe(`${origin}/${tenant.tenantId}/oauth2/v2.0/token`)
})

test('the access token says tenant, application, object, roles and a name', async () => {
  const payload = JSON.parse(Buffer.from(tenant.token.split('.')[1] ?? '', 'base64url').toString())
  expect(payload).toMatchObject({
    tid: tenant.tenantId,
    appid: expect.any(String),
    oid: expect.any(String),
    roles: expect.arrayContaining(['DeviceManagementServiceConfig.ReadWrite.All']),
    app_displayname: 'Test',
  })
})

test('a device code is given out, and pending until somebody enters it', async () => {
  const client = { client_id: commandLineId }
  await signInPoliciesIn(registry.store).set(tenant.tenantId, { deviceCode: true })
  const given = await json(
    ask(`/${tenant.tenantId}/oauth2/v2.0/devicecode`, {
      method: 'POST',
      body: new URLSearchParams({ ...client, scope: 'openid' }),
    }),
  )
  expect(given).toMatchObject({ user_code: expect.any(String), device_code: expect.any(String) })
  const answer = await ask(`/${tenant.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'device_code',
      ...client,
      device_code: given.device_code,
    }),
  })
  expect([answer.status, (await json(answer)).error]).toEqual([400, 'authorization_pending'])
})

test('the files that PowerShell writes are read, in UTF-16 as well as ANSI, quoted or not', () => {
  const file = readFileSync(join(import.meta.dirname, '../../../examples/devices.csv'))
  const text = file.toString('utf16le').slice(1)
  const quoted = text.replace(/^(.*)$/gm, (line) =>
    line === ''
      ? ''
      : line
          .split(',')
          .map((cell) => `"${cell.replace(/\r$/, '')}"`)
          .join(','),
  )
  const rows = [Buffer.from(text, 'latin1'), file, Buffer.from(quoted)].map(
    (bytes) => readDeviceCsv(bytes).rows.length,
  )
  expect(rows[0]).toBeGreaterThan(0)
  expect(new Set(rows).size).toBe(1)
})
