/** Refresh tokens: good once, for one program, as long as person, grant and consent are. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeRequest } from './browser-session.ts'
import { authorizePath, redeem, scope, signIn, spaRedirect, type UserTokens } from './people.ts'
import { decode, graph } from './support.ts'
import { authority, openStage, programs, refresh, setUser, tokensOf } from './tokens-stage.ts'

beforeAll(openStage)
afterAll(() => authority.close())

test('a refresh token is good once; used again it ends the whole grant', async () => {
  const first = await tokensOf('ada')
  const second = (await (await refresh(first.refresh_token)).json()) as UserTokens
  expect(await authority.bearer(`Bearer ${second.access_token}`)).toMatchObject({ ok: true })
  expect(second.refresh_token).not.toBe(first.refresh_token)
  const reuse = await refresh(first.refresh_token)
  expect(await reuse.json()).toMatchObject({ error: 'invalid_grant', error_codes: [50173] })
  expect((await refresh(second.refresh_token)).status).toBe(400)
})

test('a refresh token is refused to another program, and as an access token', async () => {
  const { refresh_token } = await tokensOf('ada')
  expect((await refresh(refresh_token, programs.stranger)).status).toBe(400)
  expect(await authority.bearer(`Bearer ${refresh_token}`)).toMatchObject({ ok: false })
  expect((await refresh(refresh_token)).status).toBe(200)
})

test('without offline_access there is no refresh token', async () => {
  const signedIn = await signIn(authority, programs.spa, { scope: `openid ${graph}/.default` })
  const tokens = await (await redeem(authority, programs.spa, signedIn)).json()
  expect(tokens).not.toHaveProperty('refresh_token')
})

test('scopes that were not consented to are refused at refresh, and withdrawn ones are gone', async () => {
  const tokens = await tokensOf('ada')
  const more = await refresh(tokens.refresh_token, programs.spa, {
    scope: `${graph}/Group.Read.All`,
  })
  expect(await more.json()).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required' })
  const { applications } = authority.deps
  const settings = {
    kind: 'spa' as const,
    redirectUris: [spaRedirect],
    delegatedScopes: [scope],
    consentedScopes: [],
  }
  await applications.setSignIn(authority.tenantId, programs.spa, settings)
  const renewed = (await (await refresh(tokens.refresh_token)).json()) as UserTokens
  expect(decode(renewed.access_token)[1]['scp']).toBe('')
  await applications.setSignIn(authority.tenantId, programs.spa, {
    ...settings,
    consentedScopes: [scope],
  })
})

test.each([
  ['disabled', 'account_enabled = false', 'account_enabled = true'],
  ['asked to sign in again', 'sign_ins_valid_from = now()', 'sign_ins_valid_from = null'],
])(
  'a person who was %s is out at once: token, refresh token and session',
  async (...[, out, back]) => {
    const signedIn = await signIn(authority, programs.spa, { who: 'ben' })
    const tokens = (await (await redeem(authority, programs.spa, signedIn)).json()) as UserTokens
    await setUser('ben', out)
    expect(await authority.bearer(`Bearer ${tokens.access_token}`)).toMatchObject({
      ok: false,
      reason: 'claims',
    })
    expect(await (await refresh(tokens.refresh_token)).json()).toMatchObject({
      error_codes: [50173],
    })
    const { query } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect })
    const again = await signedIn.browser.open(authorizePath(authority.tenantId, query))
    expect(again.html).toContain('name="password"')
    await setUser('ben', back)
  },
)

test('a sign-in in the very second of a revocation is valid', async () => {
  for (let round = 0; round < 3; round++) {
    await setUser('ben', 'sign_ins_valid_from = clock_timestamp()')
    const { access_token } = await tokensOf('ben')
    expect(await authority.bearer(`Bearer ${access_token}`)).toMatchObject({ ok: true })
  }
  await setUser('ben', 'sign_ins_valid_from = null')
})

test('a session signs in to the next program without a password, and to none after sign-out', async () => {
  const { browser } = await signIn(authority, programs.spa)
  const { query } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect })
  const path = authorizePath(authority.tenantId, query)
  expect((await browser.open(path)).url.searchParams.has('code')).toBe(true)
  // The cookie of a known device says who signed in here before; it opens nothing, and stays.
  const sessions = () => browser.cookies().filter(({ name }) => name.startsWith('__Host-session-'))
  const [session] = sessions()
  expect(session).toMatchObject({ name: `__Host-session-${authority.tenantId}`, path: '/' })

  const page = await browser.open(`/${authority.tenantId}/oauth2/v2.0/logout`)
  const [, xsrf = ''] = /name="xsrf" value="(\w+)"/.exec(page.html) ?? []
  const done = await browser.send(`${page.url.pathname}/confirm`, { xsrf, logout: 'yes' })
  expect(done.html).toContain('You signed out')
  expect((await browser.open(path)).html).toContain('name="password"')
  expect(sessions()).toEqual([])
})

test('of twenty renewals at once one succeeds at most', async () => {
  const { refresh_token } = await tokensOf('ada')
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)))
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
})

test('an expired refresh token is refused', async () => {
  const { refresh_token } = await tokensOf('ada')
  await authority.store.pool.query(
    "update protocol_state set expires_at = now() where kind = 'RefreshToken'",
  )
  expect(await (await refresh(refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
})

test('when a person signs out, what a page holds ends too', async () => {
  const signedIn = await signIn(authority, programs.spa)
  const tokens = (await (await redeem(authority, programs.spa, signedIn)).json()) as UserTokens
  const page = await signedIn.browser.open(`/${authority.tenantId}/oauth2/v2.0/logout`)
  const [, xsrf = ''] = /name="xsrf" value="(\w+)"/.exec(page.html) ?? []
  await signedIn.browser.send(`${page.url.pathname}/confirm`, { xsrf, logout: 'yes' })
  expect((await refresh(tokens.refresh_token)).status).toBe(400)
})
