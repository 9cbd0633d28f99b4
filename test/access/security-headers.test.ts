/** What every answer carries, whichever surface it comes from, and what the listener takes from nobody. */
import { request } from 'node:https'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles, platformRoles } from '../../src/core/access/permissions.ts'
import { listen } from '../../src/host/listening/listen.ts'
import { ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'
import { type Client, openRegistry } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { type Registry, routeRequests } from './route-requests.ts'

let registry: Registry
let client: Client

beforeAll(async () => {
  registry = await openRegistry(undefined, { publicUrl: 'https://autopilot.contoso.test' })
  client = await registry.newTenant([...allRoles, ...platformRoles])
})

afterAll(() => registry.close())

const others = ['/livez', '/readyz', '/metrics', '/nothing', '/admin/v1/openapi.json']

async function answers(origin?: string): Promise<readonly (readonly [string, Headers])[]> {
  const routes = routeRequests(registry, {}).filter(({ method }) => method === 'GET')
  const tenant = `/${client.tenantId}`
  const authority = [
    `${tenant}/v2.0/.well-known/openid-configuration`,
    `${tenant}/oauth2/v2.0/token`,
  ]
  const urls = [...routes.map(({ url }) => url), ...others, ...authority, '/v1.0/$metadata']
  const found: (readonly [string, Headers])[] = []
  for (const url of urls) {
    const headers = { authorization: `Bearer ${client.token}`, ...(origin && { origin }) }
    const sent = new Request(`https://autopilot.contoso.test${url}`, { headers })
    found.push([url, (await registry.app.fetch(sent)).headers])
  }
  return found
}

test('no answer is sniffed, framed, kept, or passed on to the next page; HTTPS is promised for a year', async () => {
  const wrong = (await answers()).filter(
    ([, headers]) =>
      headers.get('x-content-type-options') !== 'nosniff' ||
      !headers.get('content-security-policy')?.includes("frame-ancestors 'none'") ||
      headers.get('referrer-policy') === null ||
      !headers.get('cache-control')?.includes('no-store') ||
      headers.get('strict-transport-security') !== 'max-age=31536000; includeSubDomains',
  )
  expect(wrong.map(([url]) => url)).toEqual([])
})

test('no answer lets a page of another origin read it', async () => {
  const open = (await answers('https://evil.test')).filter(([, headers]) =>
    headers.has('access-control-allow-origin'),
  )
  // Keys, names of addresses: what says nothing about anybody may be read by anybody.
  expect(open.map(([url]) => url).filter((url) => !url.includes('/v2.0/'))).toEqual([])
})

test('a name of one machine makes no promise for its other programs', async () => {
  const local = await openRegistry()
  const { headers } = await local.app.fetch(new Request('https://localhost:8443/livez'))
  await local.close()
  expect(headers.get('strict-transport-security')).toBeNull()
})

test('the listener refuses headers without end, TRACE, and TLS of the past', async () => {
  const { cert, key } = await ensureCertificates({ dataDir: emptyFolder() })
  const listener = await listen({ host: '127.0.0.1', port: 0, cert, key })
  listener.serve((incoming) => registry.app.fetch(incoming))
  const ask = (options: object) =>
    new Promise<number | string | undefined>((resolve) => {
      const at = { host: '127.0.0.1', port: listener.port, rejectUnauthorized: false }
      request({ ...at, path: '/livez', ...options }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end()
    })
  expect(await ask({})).toBe(200)
  expect(await ask({ headers: { long: 'x'.repeat(20_000) } })).toBe(431)
  expect(await ask({ method: 'TRACE' })).toBe(501)
  expect(await ask({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' })).toMatch(
    /^(ERR_SSL|EPROTO|ECONN)/,
  )
  await listener.close(100)
})
