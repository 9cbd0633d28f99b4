/** What the token endpoint refuses, compared with answers captured from the real one. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TenantId } from '../../../src/core/ids.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { captured, graph, post, publicUrl, startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
beforeAll(async () => {
  authority = await startAuthority()
})
afterAll(() => authority.close())

const nullId = '00000000-0000-0000-0000-000000000000'

test.each([
  ['token-error-invalid-client', { client_secret: 'deliberately-wrong' }],
  ['token-error-invalid-scope', { scope: 'api://not-a-registered-resource/.default' }],
  ['token-error-unsupported-grant-type', { grant_type: 'no_such_grant' }],
  ['token-error-unknown-client', { client_id: nullId }],
])('%s is answered as the real service answers it', async (name, change) => {
  const { response } = captured(name)
  const answer = await authority.ask(change)
  expect(answer.status).toBe(response.status)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(normalise(await answer.text())).toBe(JSON.stringify(response.body))
})

/** Folds what the capture folded, and in the same order. */
function normalise(body: string): string {
  return body
    .replaceAll(authority.tenantId, '{tenant-id}')
    .replaceAll(authority.application.applicationId, '{daemon-app-id}')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{guid}')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, '{timestamp}')
}

test.each([
  [
    'an application this tenant does not have',
    { client_id: newUuid() },
    400,
    'unauthorized_client',
    700016,
  ],
  ['a client id that is not a GUID', { client_id: 'robot' }, 400, 'unauthorized_client', 700016],
  ['no client id', { client_id: '' }, 400, 'invalid_request', 900144],
  ['no secret', { client_secret: '' }, 401, 'invalid_client', 7000218],
  ['no grant type', { grant_type: '' }, 400, 'invalid_request', 900144],
  ['no scope', { scope: ' ' }, 400, 'invalid_request', 900144],
  [
    'a scope without .default',
    { scope: `${graph}/Device.Read.All` },
    400,
    'invalid_scope',
    1002012,
  ],
  [
    'two resources at once',
    { scope: `${graph}/.default api://x/.default` },
    400,
    'invalid_scope',
    1002012,
  ],
  [
    'a resource that is not an address',
    { scope: 'intune/.default' },
    400,
    'invalid_resource',
    500011,
  ],
  ['a parameter twice', { CLIENT_ID: nullId }, 400, 'invalid_request', 9002313],
  [
    'a password by a program (RFC 9700 section 2.4)',
    { grant_type: 'password' },
    400,
    'unsupported_grant_type',
    70003,
  ],
  // A program that nobody signs in to has no code of its own; it has sent a secret.
  [
    'a malformed code of a program with a secret',
    { grant_type: 'authorization_code', code: 'x', redirect_uri: 'http://localhost' },
    400,
    'invalid_grant',
    70000,
  ],
  [
    'a malformed refresh token of a program with a secret',
    { grant_type: 'refresh_token', refresh_token: 'x' },
    400,
    'invalid_grant',
    50173,
  ],
  [
    'a grant named like a member of every object',
    { grant_type: 'constructor' },
    400,
    'unsupported_grant_type',
    70003,
  ],
] as const)('%s is refused', async (...[, change, status, error, number]) => {
  const answer = await authority.ask({ ...change })
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ error, error_codes: [number] })
})

test.each([
  ['token endpoint', '/oauth2/v2.0/token', 'POST', 'invalid_request'],
  ['discovery document', '/v2.0/.well-known/openid-configuration', 'GET', 'invalid_tenant'],
  ['keys', '/discovery/v2.0/keys', 'GET', 'invalid_tenant'],
])('an unknown tenant is refused at its %s', async (...[, path, method, error]) => {
  for (const tenant of [randomUUID(), 'fabrikam.test', "x'--"]) {
    const answer = await authority.app.request(
      `${publicUrl}/${encodeURIComponent(tenant)}${path}`,
      { method },
    )
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error, error_codes: [90002] })
  }
})

test('the endpoint of the first generation asks for a resource, not for a scope', async () => {
  const { applicationId, secret } = authority.application
  const asked = async (form: Record<string, string>) => {
    const answer = await authority.app.request(`${publicUrl}/${authority.tenantId}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: applicationId,
        client_secret: secret,
        ...form,
      }),
    })
    return (await answer.json()) as Record<string, unknown>
  }
  expect((await asked({}))['error_description']).toContain("following parameter: 'resource'")
  expect(await asked({ resource: graph })).toHaveProperty('access_token')
  expect(await asked({ scope: `${graph}/.default` })).toHaveProperty('access_token')
})

test("another tenant's application is unknown here", async () => {
  const other = newUuid() as TenantId
  await authority.deps.tenants.ensure({
    id: other,
    displayName: 'Fabrikam',
    domains: ['fabrikam.example'],
  })
  const answer = await authority.ask({}, other)
  expect(await answer.json()).toMatchObject({ error_codes: [700016] })
})

test("the client's correlation id comes back, from header or query, and only if it is a UUID", async () => {
  const id = randomUUID()
  const url = `${publicUrl}/contoso.test/oauth2/v2.0/token`
  const byHeader = await authority.app.request(url, {
    method: 'POST',
    headers: { 'client-request-id': id },
  })
  const byQuery = await post(
    authority.app,
    `/contoso.test/oauth2/v2.0/token?client-request-id=${id}`,
    {
      ...authority.form,
      client_secret: 'wrong',
    },
  )
  const made = await post(
    authority.app,
    '/contoso.test/oauth2/v2.0/token?client-request-id=canary',
    {},
  )
  expect(await byHeader.json()).toMatchObject({ correlation_id: id })
  expect(await byQuery.json()).toMatchObject({ correlation_id: id })
  expect(await made.text()).not.toContain('canary')
})

test('a body that is too large is refused before it is read', async () => {
  const answer = await authority.ask({ padding: 'x'.repeat(40_000) })
  expect(answer.status).toBe(413)
  expect(await answer.json()).toMatchObject({ error_codes: [9002313] })
})

test.each(['GET', 'PUT', 'DELETE'])('%s on the token endpoint is refused', async (method) => {
  const answer = await authority.app.request(`${publicUrl}/contoso.test/oauth2/v2.0/token`, {
    method,
  })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error_codes: [900561] })
})

test('a body that is not a form lacks its parameters', async () => {
  const answer = await authority.app.request(`${publicUrl}/contoso.test/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(authority.form),
  })
  expect(await answer.json()).toMatchObject({ error_codes: [900144] })
})

test('a failing database is a server error that is reported and says nothing', async () => {
  const broken = await startAuthority()
  await broken.ask()
  await broken.store.db.schema.dropTable('application_secret').execute()
  const answer = await broken.ask()
  const body = await answer.text()
  expect(answer.status).toBe(500)
  expect(JSON.parse(body)).toMatchObject({ error: 'server_error' })
  expect(body).not.toContain('application_secret')
  expect(broken.failures).toHaveLength(1)
  await broken.close()
})

test('of far too many requests at once some learn when to come again, and none fails otherwise', async () => {
  const answers = await Promise.all(Array.from({ length: 800 }, () => authority.ask()))
  const waiting = answers.filter(({ status }) => status === 503)
  expect(answers.filter(({ status }) => status === 200).length + waiting.length).toBe(800)
  expect(waiting.length).toBeGreaterThan(0)
  expect(waiting[0]?.headers.get('retry-after')).toBe('2')
  expect(await waiting[0]?.json()).toMatchObject({ error_codes: [90033] })
  expect((await authority.ask()).status).toBe(200)
})
