/** `/common`, `/organizations`, `/consumers`, and the older endpoints, with one tenant and with several. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TenantId } from '../../../src/core/ids.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { deviceCodeGrant } from '../../../src/identity-provider/oidc/token-request.ts'
import { browserSession, hiddenFields } from './browser-session.ts'
import { addSigners, password, type Signers, scope } from './people.ts'
import { decode, graph, publicUrl, startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
let programs: Signers
beforeAll(async () => {
  authority = await startAuthority()
  programs = await addSigners(authority)
  await authority.deps.policies.set(authority.tenantId, { deviceCode: true })
})
afterAll(() => authority.close())

async function post(path: string, form: Record<string, string>) {
  const answer = await authority.app.request(`${publicUrl}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  // biome-ignore lint/suspicious/noExplicitAny: the assertions are the type.
  return { status: answer.status, body: (await answer.json()) as any }
}

const get = (path: string) => authority.app.request(`${publicUrl}${path}`)

test('the shared discovery document leaves a place for the tenant and keeps the shared endpoints', async () => {
  for (const name of ['organizations', 'common']) {
    const document = await (await get(`/${name}/v2.0/.well-known/openid-configuration`)).json()
    expect(document).toMatchObject({
      issuer: `${publicUrl}/{tenantid}/v2.0`,
      token_endpoint: `${publicUrl}/${name}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${publicUrl}/${name}/oauth2/v2.0/devicecode`,
    })
    expect((await get(`/${name}/discovery/v2.0/keys`)).status).toBe(200)
  }
})

test('the older discovery document names the older endpoints, whose issuer is the one of all tokens', async () => {
  const document = await (await get('/contoso.test/.well-known/openid-configuration')).json()
  expect(document).toMatchObject({
    issuer: `${publicUrl}/${authority.tenantId}/v2.0`,
    token_endpoint: `${publicUrl}/${authority.tenantId}/oauth2/token`,
    authorization_endpoint: `${publicUrl}/${authority.tenantId}/oauth2/authorize`,
  })
})

test('the older token endpoint takes a resource, and answers with numbers as texts', async () => {
  const { scope: _, ...form } = authority.form
  const { status, body } = await post('/contoso.test/oauth2/token', { ...form, resource: graph })
  expect(status).toBe(200)
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: '3599', resource: graph })
  expect(Number(body.expires_on)).toBeGreaterThan(Number(body.not_before))
  expect(decode(body.access_token)[1]).toMatchObject({ aud: graph, tid: authority.tenantId })
  const newer = await post('/contoso.test/oauth2/token', authority.form)
  expect(newer.body.expires_in).toBe(3599)
})

test('an application must name its tenant, and personal accounts are refused', async () => {
  expect((await post('/organizations/oauth2/v2.0/token', authority.form)).body).toMatchObject({
    error: 'invalid_request',
    error_codes: [50059],
  })
  expect((await post('/consumers/oauth2/v2.0/token', authority.form)).body).toMatchObject({
    error_codes: [9002346],
  })
  const page = await browserSession(authority.app).open(
    `/consumers/oauth2/v2.0/authorize?client_id=${programs.native}`,
  )
  expect([page.status, page.html]).toEqual([400, expect.stringContaining('AADSTS9002346')])
})

test('an address that the authority does not have is an OAuth error in JSON', async () => {
  for (const path of ['/contoso.test/oauth2/v3.0/token', '/contoso.test/v2.0/nothing']) {
    const answer = await get(path)
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ error: 'invalid_request', error_codes: [900023] }),
    ])
  }
})

test('a device code of the older endpoint names its page in the older way too', async () => {
  const { body } = await post('/contoso.test/oauth2/devicecode', {
    client_id: programs.native,
    resource: graph,
  })
  expect(body.verification_url).toBe(`${publicUrl}/${authority.tenantId}/oauth2/v2.0/deviceauth`)
  expect(body.verification_uri).toBe(body.verification_url)
})

test('the page for a device code is where the person’s own browser reaches it', async () => {
  const answer = await authority.app.request(
    'https://login.microsoftonline.com/contoso.test/oauth2/v2.0/devicecode',
    {
      method: 'POST',
      headers: { host: 'login.microsoftonline.com' },
      body: new URLSearchParams({ client_id: programs.native, scope: `${graph}/${scope}` }),
    },
  )
  const { verification_uri } = (await answer.json()) as { verification_uri: string }
  expect(new URL(verification_uri).origin).toBe(publicUrl)
})

test('with several tenants the person’s name leads to the right one, and the code to its tokens', async () => {
  await authority.deps.tenants.ensure({
    id: newUuid() as TenantId,
    displayName: 'Fabrikam',
    domains: ['fabrikam.test'],
  })
  const { body: device } = await post('/organizations/oauth2/v2.0/devicecode', {
    client_id: programs.native,
    scope: `${graph}/${scope} openid profile offline_access`,
  })
  expect(device.verification_uri).toBe(`${publicUrl}/organizations/oauth2/v2.0/deviceauth`)
  const poll = () =>
    post('/organizations/oauth2/v2.0/token', {
      grant_type: deviceCodeGrant,
      client_id: programs.native,
      device_code: device.device_code,
    })
  expect((await poll()).body.error).toBe('authorization_pending')

  const browser = browserSession(authority.app)
  const asked = await browser.open('/organizations/oauth2/v2.0/deviceauth')
  expect(asked.html).toContain('Email or user name')
  const lost = await browser.open('/organizations/oauth2/v2.0/deviceauth?login_hint=x@nowhere.test')
  expect(lost.html).toContain('couldn’t find')
  const form = await browser.open(
    '/organizations/oauth2/v2.0/deviceauth?login_hint=ada@contoso.test',
  )
  const path = `/${authority.tenantId}/oauth2/v2.0/deviceauth`
  const confirmation = await browser.send(path, {
    ...hiddenFields(form.html),
    user_code: device.user_code,
  })
  const page = await browser.send(path, hiddenFields(confirmation.html))
  const done = await browser.send(`${page.url.pathname}/password`, {
    username: 'ada@contoso.test',
    password,
  })
  expect(done.html).toContain('You have signed in to Desktop tool')
  const tokens = await poll()
  expect(decode(tokens.body.access_token)[1]).toMatchObject({
    tid: authority.tenantId,
    upn: 'ada@contoso.test',
  })
  const refreshed = await post('/organizations/oauth2/v2.0/token', {
    grant_type: 'refresh_token',
    client_id: programs.native,
    refresh_token: tokens.body.refresh_token,
  })
  expect(refreshed.status).toBe(200)
})
