/**
 * Sign-in with an outside OpenID Connect provider: once against a real one, a second server of the same
 * engine, and once against one that lies in every way it can.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApplication } from '../../../src/core/applications/application.ts'
import type { IdentityProvider } from '../../../src/identity-provider/core/identity-provider.ts'
import { type Browser, browserSession, codeRequest } from './browser-session.ts'
import { type HttpsAuthority, startHttpsAuthority } from './https-authority.ts'
import { type Liar, startLiar } from './liar.ts'
import {
  addSigners,
  authorizePath,
  password,
  redeem,
  type Signers,
  spaRedirect,
  type UserTokens,
} from './people.ts'
import { decode, publicUrl, startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
let outside: HttpsAuthority
let liar: Liar
let programs: Signers
let asked = new URL('https://nowhere.test')
const realId = randomUUID()
const liarId = randomUUID()

beforeAll(async () => {
  ;[authority, outside, liar] = await Promise.all([
    startAuthority(),
    startHttpsAuthority(),
    startLiar(),
  ])
  programs = await addSigners(authority)
  await addSigners(outside)
  const callback = `${publicUrl}/${authority.tenantId}/oauth2/v2.0/external`
  const { applicationId, secret } = await createApplication(outside.deps.applications, {
    tenantId: outside.tenantId,
    displayName: 'Taxiway',
    roles: [],
  })
  await outside.deps.applications.setSignIn(outside.tenantId, applicationId, {
    kind: 'web',
    redirectUris: [callback],
    delegatedScopes: [],
    consentedScopes: [],
  })
  await setUp({
    id: realId,
    displayName: 'Head office',
    issuer: `${outside.origin}/${outside.tenantId}/v2.0`,
    clientId: applicationId,
    clientSecret: secret,
    requiredTid: outside.tenantId,
  })
  await setUp({ id: liarId, displayName: 'Liar', issuer: liar.origin, clientId: 'taxiway' })
})
beforeEach(() => {
  liar.say({})
  authority.failures.length = 0
})
afterAll(async () => {
  await Promise.all([authority.close(), outside.close(), liar.close()])
})

/** In the private network, as the operator may allow: the providers of these tests are on this machine. */
async function setUp(
  details: Omit<IdentityProvider, 'tenantId' | 'linkClaim' | 'privateNetwork'> & {
    linkClaim?: string
  },
): Promise<void> {
  const { identityProviders } = authority.deps
  const { tenantId } = authority
  const provider = { tenantId, linkClaim: 'preferred_username', ...details }
  await identityProviders.save(provider)
  await identityProviders.markPrivateNetwork({ ...provider, privateNetwork: true })
}

/** Starts a sign-in and leaves for the provider. */
async function leaveFor(id: string) {
  const browser = browserSession(authority.app)
  const { query, verifier } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect })
  const page = await browser.open(authorizePath(authority.tenantId, query))
  const { url } = await browser.open(`${page.url.pathname}/external/${id}`)
  asked = url
  return { browser, page, url, verifier }
}

const back = (change?: Record<string, string>) => liar.back(asked, change)

test('a person signs in outside and is the one of that name here', async () => {
  const { browser, page, url, verifier } = await leaveFor(realId)
  expect(page.html).toContain('Sign in with Head office')
  const there: Browser = browserSession(outside.app, outside.origin)
  const form = await there.open(url.href)
  const returned = await there.send(`${form.url.pathname}/password`, {
    username: 'ada@contoso.test',
    password,
  })
  const arrival = await browser.open(returned.url.href)
  expect(authority.failures).toEqual([])
  const tokens = await redeem(authority, programs.spa, { arrival, verifier })
  const [, payload] = decode(((await tokens.json()) as UserTokens).access_token)
  expect(payload).toMatchObject({
    upn: 'ada@contoso.test',
    tid: authority.tenantId,
    amr: ['fed'],
  })
})

test('the liar, report the truth, is believed', async () => {
  const { browser } = await leaveFor(liarId)
  const arrival = await browser.open(back())
  expect(arrival.url.origin).toBe('https://spa.example')
})

test.each([
  ['another issuer', { iss: 'https://elsewhere.example' }],
  ['another audience', { aud: 'somebody-else' }],
  ['another nonce', { nonce: 'another' }],
  ['no nonce', { nonce: undefined }],
  ['an expired token', { exp: 1 }],
  ['a token of the future', { nbf: 9e9 }],
])('%s is refused', async (...[, claims]) => {
  const { browser } = await leaveFor(liarId)
  liar.say(claims)
  const page = await browser.open(back())
  expect([page.status, page.html]).toEqual([401, expect.stringContaining('did not sign you in')])
  expect(authority.failures).toHaveLength(1)
})

test.each([
  ['a name that is not known here', { preferred_username: 'eve@contoso.test' }],
  ['no name', { preferred_username: undefined }],
  ['a list instead of a name', { preferred_username: ['ada@contoso.test'] }],
])('%s signs nobody in', async (...[, claims]) => {
  const { browser } = await leaveFor(liarId)
  liar.say(claims)
  expect((await browser.open(back())).html).toContain('AADSTS50020')
})

test('an address that its provider has not verified is nobody’s', async () => {
  const id = randomUUID()
  await setUp({
    id,
    displayName: 'By mail',
    issuer: liar.origin,
    clientId: 'taxiway',
    linkClaim: 'email',
  })
  for (const [verified, host] of [
    [false, publicUrl],
    [true, 'https://spa.example'],
  ] as const) {
    const { browser } = await leaveFor(id)
    liar.say({ email: 'ben@contoso.test', email_verified: verified })
    expect((await browser.open(back())).url.origin).toBe(host)
  }
})

test('an organization that is not the one agreed on is refused', async () => {
  const id = randomUUID()
  await setUp({
    id,
    displayName: 'One of many',
    issuer: liar.origin,
    clientId: 'taxiway',
    requiredTid: 'agreed',
  })
  for (const [tid, origin] of [
    ['other', publicUrl],
    [undefined, publicUrl],
    ['agreed', 'https://spa.example'],
  ] as const) {
    const { browser } = await leaveFor(id)
    liar.say({ tid })
    expect((await browser.open(back())).url.origin).toBe(origin)
  }
})

test('an answer is used once, in the browser and the tenant that asked', async () => {
  const { browser } = await leaveFor(liarId)
  const answer = back()
  const stranger = browserSession(authority.app)
  expect((await stranger.open(answer)).html).toContain('AADSTS165000')
  expect((await browser.open(back({ state: 'made-up' }))).html).toContain('AADSTS165000')
  expect((await browser.open(answer)).url.origin).toBe('https://spa.example')
  expect((await browser.open(answer)).html).toContain('AADSTS165000')
})

test('a refusal outside leads back to the password', async () => {
  const { browser } = await leaveFor(liarId)
  const state = asked.searchParams.get('state') ?? ''
  const query = new URLSearchParams({ error: 'access_denied', state })
  const page = await browser.open(`${asked.searchParams.get('redirect_uri')}?${query}`)
  expect([page.status, page.html]).toEqual([401, expect.stringContaining('name="password"')])
})

test('its client secret is not readable in the database', async () => {
  const { rows } = await authority.store.pool.query(
    "select string_agg(encode(wrapped_client_secret, 'escape'), ' ') as dump from identity_provider",
  )
  const found = await authority.deps.identityProviders.find(authority.tenantId, realId)
  expect(found?.clientSecret).toEqual(expect.any(String))
  expect(rows[0].dump).not.toContain(found?.clientSecret)
})
