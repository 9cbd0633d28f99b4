/** Authorization code with PKCE: a person signs in, the program gets tokens, and every bent request is refused. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApplication } from '../../../src/core/applications/application.ts'
import type { TenantId } from '../../../src/core/ids.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { browserSession, codeRequest } from './browser-session.ts'
import {
  addSigners,
  authorizePath,
  redeem,
  scope,
  signIn,
  spaRedirect,
  type UserTokens,
} from './people.ts'
import { decode, graph, post, publicUrl } from './support.ts'
import { authority, openStage, programs, refresh, setUser, tokensOf } from './tokens-stage.ts'

beforeAll(openStage)
afterAll(() => authority.close())

test('a person signs in and the program gets tokens that say who it is', async () => {
  const signedIn = await signIn(authority, programs.spa)
  const { searchParams } = signedIn.arrival.url
  expect(signedIn.arrival.url.href.startsWith(spaRedirect)).toBe(true)
  expect(searchParams.get('state')).toBe('the state')
  expect(searchParams.get('iss')).toBe(`${publicUrl}/${authority.tenantId}/v2.0`)

  const answer = await redeem(authority, programs.spa, signedIn)
  const tokens = (await answer.json()) as UserTokens
  expect(answer.status).toBe(200)
  expect(tokens.scope.split(' ')).toEqual(expect.arrayContaining([`${graph}/${scope}`, 'openid']))
  const [, access] = decode(tokens.access_token)
  expect(access).toMatchObject({
    aud: graph,
    iss: `${publicUrl}/${authority.tenantId}/v2.0`,
    tid: authority.tenantId,
    appid: programs.spa,
    app_displayname: 'Fleet page',
    azpacr: '0',
    scp: scope,
    upn: 'ada@contoso.test',
    name: 'ada',
    amr: ['pwd'],
    ver: '2.0',
  })
  expect(access).not.toHaveProperty('roles')
  expect(access).not.toHaveProperty('idtyp')
  const [, id] = decode(tokens.id_token)
  expect(id).toMatchObject({
    aud: programs.spa,
    nonce: 'the nonce',
    oid: access['oid'],
    sub: access['sub'],
    tid: authority.tenantId,
    preferred_username: 'ada@contoso.test',
  })
  const info = JSON.parse(Buffer.from(tokens.client_info, 'base64url').toString())
  expect(info).toEqual({ uid: access['oid'], utid: authority.tenantId })
  expect(authority.failures).toEqual([])
})

test('the bearer check knows the person, with roles as they are now', async () => {
  const tokens = await tokensOf('ada')
  const check = () => authority.bearer(`Bearer ${tokens.access_token}`)
  expect(await check()).toMatchObject({
    ok: true,
    caller: {
      kind: 'user',
      tenantId: authority.tenantId,
      applicationId: programs.spa,
      userPrincipalName: 'ada@contoso.test',
      scopes: [scope],
      directoryRoles: ['Global Administrator', 'Intune Administrator'],
      amr: ['pwd'],
      authTime: expect.any(Date),
    },
  })
  await setUser('ada', "roles = '{}'")
  expect(await check()).toMatchObject({ caller: { directoryRoles: [] } })
  await setUser('ada', "roles = '{Global Administrator}'")
})

test('an ID token is not an access token', async () => {
  const { id_token } = await tokensOf('ada')
  expect(await authority.bearer(`Bearer ${id_token}`)).toMatchObject({ ok: false })
})

test.each([
  [spaRedirect, 'https://spa.example'],
  ['https://evil.example/', publicUrl],
])('signing out leads to %s only where it is registered', async (...[target, origin]) => {
  const { browser } = await signIn(authority, programs.spa)
  const query = new URLSearchParams({ post_logout_redirect_uri: target })
  const page = await browser.open(`/${authority.tenantId}/oauth2/v2.0/logout?${query}`)
  const [, xsrf = ''] = /name="xsrf" value="(\w+)"/.exec(page.html) ?? []
  const done = await browser.send(`${page.url.pathname}/confirm`, { xsrf, logout: 'yes' })
  expect(done.url.origin).toBe(origin)
})

test.each([
  ['login_required', { prompt: 'none' }],
  ['invalid_request', { code_challenge: undefined, code_challenge_method: undefined }],
  ['invalid_request', { code_challenge_method: 'plain' }],
  ['unsupported_response_type', { response_type: 'token', response_mode: undefined }],
  ['unsupported_response_type', { response_type: 'code id_token', response_mode: undefined }],
])('%s goes back to the program when %o is asked', async (error, change) => {
  const { query } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect, ...change })
  const { url } = await browserSession(authority.app).open(authorizePath(authority.tenantId, query))
  expect(url.origin).toBe('https://spa.example')
  const answer = url.hash === '' ? url.searchParams : new URLSearchParams(url.hash.slice(1))
  expect(answer.get('error')).toBe(error)
  expect(answer.get('state')).toBe('the state')
})

test.each([
  'https://spa.example/back/',
  'https://spa.example/back?x=1',
  'https://spa.example',
  'https://evil.example/back',
  'http://spa.example/back',
  'https://spa.example:8443/back',
  'https://spa.example/BACK',
  'http://localhost',
])('a code is never sent to %s, which is not registered', async (redirect_uri) => {
  const { query } = codeRequest({ client_id: programs.spa, redirect_uri })
  const arrival = await browserSession(authority.app).open(authorizePath(authority.tenantId, query))
  expect(arrival.url.origin).toBe(publicUrl)
  expect(arrival.status).toBe(400)
  expect(arrival.html).toContain('trouble signing you in')
})

test('an unknown program and an unknown tenant get a page with the number', async () => {
  const { query } = codeRequest({ client_id: newUuid(), redirect_uri: spaRedirect })
  const browser = browserSession(authority.app)
  expect((await browser.open(authorizePath(authority.tenantId, query))).html).toContain(
    'AADSTS700016',
  )
  expect((await browser.open(authorizePath('fabrikam.test', query))).html).toContain('AADSTS90002')
})

test.each([
  ['the code twice', {}, [54005]],
  ['another verifier', { code_verifier: 'x'.repeat(43) }, [501481]],
  ['no verifier', { code_verifier: '' }, [501481]],
  ['another redirect URI', { redirect_uri: 'https://spa.example/other' }, [500112]],
  ['a made-up code', { code: 'made-up' }, [70000]],
  ['no code', { code: '' }, [900144]],
] as const)('%s is refused', async (what, change, numbers) => {
  const signedIn = await signIn(authority, programs.spa)
  if (what === 'the code twice') await redeem(authority, programs.spa, signedIn)
  const answer = await redeem(authority, programs.spa, { ...signedIn, ...change })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error_codes: numbers })
})

test('a code is refused to another program and in another tenant', async () => {
  const other = newUuid() as TenantId
  await authority.deps.tenants.ensure({ id: other, displayName: 'F', domains: ['other.test'] })
  const twin = await addSigners(authority, other)
  const signedIn = await signIn(authority, programs.spa)
  const toStranger = await redeem(authority, programs.stranger, signedIn)
  expect(await toStranger.json()).toMatchObject({ error: 'invalid_grant' })
  const elsewhere = await redeem(authority, twin.spa, { ...signedIn, tenant: other })
  expect(await elsewhere.json()).toMatchObject({ error: 'invalid_grant', error_codes: [70000] })
  expect((await redeem(authority, programs.spa, signedIn)).status).toBe(200)
})

test('a code that was used twice ends what came of it', async () => {
  const signedIn = await signIn(authority, programs.spa)
  const tokens = (await (await redeem(authority, programs.spa, signedIn)).json()) as UserTokens
  await redeem(authority, programs.spa, signedIn)
  expect((await refresh(tokens.refresh_token)).status).toBe(400)
})

test('an expired code is refused', async () => {
  const signedIn = await signIn(authority, programs.spa)
  await authority.store.pool.query(
    "update protocol_state set expires_at = now() where kind = 'AuthorizationCode'",
  )
  const answer = await redeem(authority, programs.spa, signedIn)
  expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
})

test('of fifty redemptions at once one gets tokens', async () => {
  const signedIn = await signIn(authority, programs.spa)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => redeem(authority, programs.spa, signedIn)),
  )
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
})

test('a web application must prove itself, and may not get a token as itself without', async () => {
  const { applicationId, secret } = await createApplication(authority.deps.applications, {
    tenantId: authority.tenantId,
    displayName: 'Site',
    roles: [],
  })
  await authority.deps.applications.setSignIn(authority.tenantId, applicationId, {
    kind: 'web',
    redirectUris: [spaRedirect],
    delegatedScopes: [scope],
    consentedScopes: [scope],
  })
  const signedIn = await signIn(authority, applicationId)
  expect(await (await redeem(authority, applicationId, signedIn)).json()).toMatchObject({
    error_codes: [7000218],
  })
  const right = await redeem(authority, applicationId, { ...signedIn, client_secret: secret })
  expect(decode(((await right.json()) as UserTokens).access_token)[1]['azpacr']).toBe('1')
  const asItself = await post(authority.app, `/${authority.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: programs.spa,
    scope: `${graph}/.default`,
  })
  expect(await asItself.json()).toMatchObject({ error: 'invalid_client' })
})
