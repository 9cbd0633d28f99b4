/**
 * The judge: Microsoft's own client, unmodified, over real HTTPS.
 *
 * Instance discovery is switched off, as its documentation says for authorities that are not Microsoft's.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ClientSecretCredential } from '@azure/identity'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureCertificates } from '../../../src/tls/ensure-certificates.ts'
import { decode, graph, startAuthority, type TestAuthority } from './support.ts'

let folder: string
let server: Server
let origin: string
let authority: TestAuthority

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taxiway-authority-'))
  const { key, cert, caPath } = await ensureCertificates({ dataDir: folder })
  setDefaultCACertificates([...getCACertificates(), await readFile(caPath, 'utf8')])
  let answer: (request: Request) => Response | Promise<Response> = () =>
    new Response(null, { status: 503 })
  server = createServer(
    { key, cert },
    getRequestListener((request) => answer(request)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `https://localhost:${(server.address() as AddressInfo).port}`
  authority = await startAuthority({ origin })
  answer = (request) => authority.app.fetch(request)
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await authority.close()
  await rm(folder, { recursive: true })
})

function credential(change: { tenant?: string; clientId?: string; secret?: string } = {}) {
  const { tenantId, application } = authority
  const {
    tenant = tenantId,
    clientId = application.applicationId,
    secret = application.secret,
  } = change
  return new ClientSecretCredential(tenant, clientId, secret, {
    authorityHost: origin,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
  })
}

test.each(['its id', 'its domain'])(
  'a tenant by %s gives a token that this server accepts',
  async (by) => {
    const tenant = by === 'its id' ? authority.tenantId : 'contoso.test'
    const { token, expiresOnTimestamp } = await credential({ tenant }).getToken(`${graph}/.default`)
    expect(decode(token)[1]).toMatchObject({
      aud: graph,
      iss: `${origin}/${authority.tenantId}/v2.0`,
    })
    expect(expiresOnTimestamp).toBeGreaterThan(Date.now() + 3_500_000)
    expect(await authority.bearer(`Bearer ${token}`)).toMatchObject({ ok: true })
  },
)

test('a token for this very server', async () => {
  const { token } = await credential().getToken(`${origin}/.default`)
  expect(decode(token)[1]).toMatchObject({ aud: origin })
  expect(await authority.bearer(`Bearer ${token}`)).toMatchObject({ ok: true })
})

test.each([
  ['a wrong secret', { secret: 'wrong' }, /AADSTS7000215: Invalid client secret provided/],
  [
    'an unknown application',
    { clientId: '0f0e0d0c-0b0a-4908-8706-050403020100' },
    /AADSTS700016: Application/,
  ],
] as const)('%s reaches the person as its AADSTS number', async (...[, change, message]) => {
  await expect(credential(change).getToken(`${graph}/.default`)).rejects.toThrow(message)
})

test('an unknown tenant and an unknown resource are refused', async () => {
  await expect(
    credential({ tenant: 'fabrikam.test' }).getToken(`${graph}/.default`),
  ).rejects.toThrow()
  await expect(credential().getToken('api://elsewhere/.default')).rejects.toThrow(/AADSTS500011/)
})
