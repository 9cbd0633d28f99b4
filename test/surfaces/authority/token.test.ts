/** Tokens by client secret: who gets one, how tolerant the form is, and what the token says. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createApplication,
  digestSecret,
  newSecret,
} from '../../../src/core/applications/application.ts'
import {
  captured,
  decode,
  graph,
  post,
  publicUrl,
  startAuthority,
  type TestAuthority,
  tokenOf,
} from './support.ts'

let authority: TestAuthority
let now = new Date('2026-11-20T06:00:00Z')
beforeAll(async () => {
  authority = await startAuthority({ now: () => now })
})
afterAll(() => authority.close())

test('the answer has the members of the captured one, in their order', async () => {
  const { response } = captured('token-client-credentials')
  const answer = await authority.ask()
  const body = (await answer.json()) as Record<string, unknown>
  expect(answer.status).toBe(response.status)
  expect(Object.keys(body)).toEqual(Object.keys(response.body))
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
})

test('the token names tenant, application, roles and the hour it is good for', async () => {
  const [header, payload] = decode(await tokenOf(await authority.ask()))
  const { active } = await authority.deps.keys.current()
  const { applicationId } = authority.application
  expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: active.kid })
  expect(payload).toEqual({
    aud: graph,
    iss: `${publicUrl}/${authority.tenantId}/v2.0`,
    iat: now.getTime() / 1000,
    nbf: now.getTime() / 1000,
    exp: now.getTime() / 1000 + 3599,
    app_displayname: 'Import robot',
    appid: applicationId,
    azp: applicationId,
    azpacr: '1',
    idtyp: 'app',
    oid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
    sub: payload['oid'],
    tid: authority.tenantId,
    uti: expect.any(String),
    ver: '2.0',
  })
  expect(payload['oid']).not.toBe(applicationId)
})

test('the token has the header and the structural claims of the captured one', async () => {
  const real = captured('token-claims-client-credentials')
  const [header, payload] = decode(await tokenOf(await authority.ask()))
  expect({ ...header, kid: '{kid}', x5t: null }).toEqual(real.header)
  // Opaque to everyone but Entra itself.
  const internal = ['aio', 'rh', 'xms_ftd']
  expect(Object.keys(payload)).toEqual(
    expect.arrayContaining(real.claimNames.filter((name: string) => !internal.includes(name))),
  )
  expect(payload['ver']).toBe(real.structural.ver)
  expect(String(payload['iss']).replace(publicUrl, 'https://login.microsoftonline.com')).toBe(
    real.structural.iss.replace('{tenant-id}', authority.tenantId),
  )
})

test('a token passes the bearer check as the caller it was issued to', async () => {
  const token = await tokenOf(await authority.ask())
  const [, payload] = decode(token)
  expect(await authority.bearer(`Bearer ${token}`)).toEqual({
    ok: true,
    caller: {
      kind: 'application',
      tenantId: authority.tenantId,
      applicationId: authority.application.applicationId,
      objectId: payload['oid'],
      roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
    },
  })
})

test.each(['contoso.test', 'Contoso.Example', 'upper-case id'])(
  'the tenant goes by %s',
  async (name) => {
    const tenant = name === 'upper-case id' ? authority.tenantId.toUpperCase() : name
    const [, payload] = decode(await tokenOf(await authority.ask({}, tenant)))
    expect(payload['tid']).toBe(authority.tenantId)
  },
)

test('parameter names come in any case, the URL with a query, the client id in capitals', async () => {
  const { client_id, client_secret, scope } = authority.form
  const answer = await post(
    authority.app,
    `/contoso.test/oauth2/v2.0/token?client-request-id=${randomUUID()}`,
    {
      Grant_Type: 'client_credentials',
      Client_Id: client_id.toUpperCase(),
      CLIENT_SECRET: client_secret,
      Scope: scope,
    },
  )
  expect(answer.status).toBe(200)
})

test('the secret may come in a Basic header', async () => {
  const { client_id, client_secret, grant_type, scope } = authority.form
  const answer = await authority.app.request(`${publicUrl}/contoso.test/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type, scope }),
  })
  expect(answer.status).toBe(200)
})

test.each([
  [`${graph}/.default`, graph],
  [`${graph}//.default`, graph],
  ['https://Graph.Microsoft.com/.default', graph],
  ['00000003-0000-0000-c000-000000000000/.default', graph],
  [`${publicUrl}/.default`, publicUrl],
  [`${publicUrl}//.default`, publicUrl],
])('the scope %s gives a token for %s', async (scope, audience) => {
  const token = await tokenOf(await authority.ask({ scope }))
  expect(decode(token)[1]['aud']).toBe(audience)
  expect(await authority.bearer(`Bearer ${token}`)).toMatchObject({ ok: true })
})

test('an application may have several secrets, each with its own end', async () => {
  const { tenantId, deps, application } = authority
  const second = newSecret()
  await deps.applications.ensure({
    tenantId,
    id: application.applicationId,
    displayName: 'Import robot',
    objectId: randomUUID(),
    roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
    secrets: [{ digest: digestSecret(second), expiresAt: new Date(now.getTime() + 60_000) }],
  })
  expect((await authority.ask({ client_secret: second })).status).toBe(200)
  const before = now
  now = new Date(now.getTime() + 60_000)
  const late = await authority.ask({ client_secret: second })
  expect(late.status).toBe(401)
  expect(await late.json()).toMatchObject({ error: 'invalid_client', error_codes: [7000222] })
  expect((await authority.ask()).status).toBe(200)
  now = before
})

test('a secret that was removed is refused at once', async () => {
  const { tenantId, deps, store } = authority
  const { applicationId, secret } = await createApplication(deps.applications, {
    tenantId,
    displayName: 'Short-lived',
    roles: [],
  })
  const change = { client_id: applicationId as string, client_secret: secret }
  expect((await authority.ask(change)).status).toBe(200)
  await store.db
    .deleteFrom('application_secret')
    .where('application_id', '=', applicationId)
    .execute()
  expect(await (await authority.ask(change)).json()).toMatchObject({ error_codes: [7000215] })
})

test('creating the same application again changes nothing but name and roles', async () => {
  const { tenantId, deps } = authority
  const request = {
    tenantId,
    id: randomUUID(),
    secret: 'chosen by the seed file',
    displayName: 'Seeded',
    roles: [],
  }
  const created = await createApplication(deps.applications, request)
  const before = await deps.applications.find(tenantId, created.applicationId)
  await createApplication(deps.applications, {
    ...request,
    displayName: 'Renamed',
    roles: ['Device.Read.All'],
  })
  const after = await deps.applications.find(tenantId, created.applicationId)
  expect(after).toEqual({ ...before, displayName: 'Renamed', roles: ['Device.Read.All'] })
  expect(await deps.applications.list(tenantId)).toContainEqual(after)
})

test('an application id that is not a UUID is refused before anything is stored', async () => {
  const request = { tenantId: authority.tenantId, id: 'robot', displayName: 'Robot', roles: [] }
  await expect(createApplication(authority.deps.applications, request)).rejects.toThrow(
    /not a UUID/,
  )
})
