/** The pages of sign-in: what they say to whom, from the request to the code. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserSession, codeRequest, hiddenFields } from './browser-session.ts'
import { authority, open, openStage, programs } from './pages-stage.ts'
import {
  authorizePath,
  password,
  redeem,
  scope,
  signIn,
  spaRedirect,
  type UserTokens,
} from './people.ts'
import { decode } from './support.ts'
import './page-protection.ts'

beforeAll(openStage)
afterAll(() => authority.close())

test('a sign-in belongs to the browser that started it', async () => {
  const { page } = await open()
  const other = browserSession(authority.app)
  expect((await other.open(page.url.pathname)).html).toContain('AADSTS165000')
  const { browser, page: own } = await open()
  const uid = page.url.pathname.split('/').at(-1) ?? ''
  const swapped = own.url.pathname.replace(/[^/]+$/, uid)
  expect((await browser.open(swapped)).html).toContain('AADSTS165000')
  const otherTenant = own.url.pathname.replace(authority.tenantId, 'fabrikam.test')
  expect((await browser.open(otherTenant)).status).toBe(400)
})

test('an administrator consents for themselves, then once for everybody', async () => {
  const ask = { client_id: programs.stranger, scope: `openid https://graph.microsoft.com/${scope}` }
  const asBen = await signIn(authority, programs.stranger, { ...ask, who: 'ben' })
  expect(asBen.arrival.html).toContain('Need admin approval')
  const path = asBen.arrival.url.pathname
  const refused = await asBen.browser.send(`${path}/consent`)
  expect(refused.url.searchParams.get('error')).toBe('access_denied')

  const asAda = await signIn(authority, programs.stranger, ask)
  expect(asAda.arrival.html).toContain('Permissions requested')
  for (const shown of ['Stranger', scope, spaRedirect, programs.stranger])
    expect(asAda.arrival.html).toContain(shown)
  const back = await asAda.browser.send(`${asAda.arrival.url.pathname}/consent`)
  expect(back.url.searchParams.get('code')).toEqual(expect.any(String))

  const adaAgain = await signIn(authority, programs.stranger, ask)
  expect(adaAgain.arrival.url.searchParams.get('code')).toEqual(expect.any(String))
  const benStill = await signIn(authority, programs.stranger, { ...ask, who: 'ben' })
  expect(benStill.arrival.html).toContain('Need admin approval')

  const more = { ...ask, scope: `${ask.scope} https://graph.microsoft.com/User.Read` }
  const forAll = await signIn(authority, programs.stranger, more)
  const allowed = await forAll.browser.send(`${forAll.arrival.url.pathname}/consent`, {
    organization: 'yes',
  })
  expect(allowed.url.searchParams.get('code')).toEqual(expect.any(String))

  const benAgain = await signIn(authority, programs.stranger, { ...ask, who: 'ben' })
  expect(benAgain.arrival.url.searchParams.get('code')).toEqual(expect.any(String))
})

test('the audit trail knows who signed in and who consented to what', async () => {
  const { rows } = await authority.store.pool.query<{ entry: string }>(
    'select entry::text from audit_entry where tenant_id = $1 order by 1',
    [authority.tenantId],
  )
  const trail = rows.map(({ entry }) => entry)
  const about = (...words: string[]) =>
    trail.filter((entry) => words.every((word) => entry.includes(word)))
  expect(about('Sign in', 'ada@contoso.test', 'pwd')).not.toEqual([])
  expect(about('Consent to Application', 'Success', 'Stranger', 'ownConsented')).toHaveLength(1)
  expect(about('Consent to Application', 'Success', 'Stranger', '"consentedScopes')).toHaveLength(1)
  expect(about('Consent to Application', 'Failure', 'ben@contoso.test')).toHaveLength(1)
  expect(trail.join()).not.toContain(password)
})

test('cancelling is reported to the program', async () => {
  const { browser, page } = await open()
  const back = await browser.send(`${page.url.pathname}/cancel`)
  expect(back.url.origin).toBe('https://spa.example')
  expect(back.url.searchParams.get('error')).toBe('access_denied')
  expect(back.status).toBe(303)
})

test('a native program gets its code on any loopback port, and asks a person who is signed in already', async () => {
  const change = { redirect_uri: 'http://localhost:49152', client_id: programs.native }
  const first = await signIn(authority, programs.native, change)
  expect(first.arrival.url.host).toBe('localhost:49152')
  const { query } = codeRequest({ ...change, redirect_uri: 'http://localhost:50000' })
  const page = await first.browser.open(authorizePath(authority.tenantId, query))
  expect(page.html).toContain('Are you trying to sign in to Desktop tool?')
  const done = await first.browser.send(`${page.url.pathname}/consent`)
  expect(done.url.host).toBe('localhost:50000')
  for (const redirect_uri of ['http://localhost:1/other', 'http://192.0.2.1', 'myapp://else']) {
    const { query: wrong } = codeRequest({ ...change, redirect_uri })
    const refused = await first.browser.open(authorizePath(authority.tenantId, wrong))
    expect(refused.html).toContain('trouble signing you in')
  }
})

test('with several accounts in mind a person may choose another', async () => {
  const { browser } = await signIn(authority, programs.spa)
  const { query } = codeRequest({
    client_id: programs.spa,
    redirect_uri: spaRedirect,
    prompt: 'select_account',
  })
  const path = authorizePath(authority.tenantId, query)
  const page = await browser.open(path)
  expect(page.html).toContain('Pick an account')
  const same = await browser.send(`${page.url.pathname}/account`, { choice: 'same' })
  expect(same.url.searchParams.has('code')).toBe(true)
  const again = await browser.open(path)
  const other = await browser.send(`${again.url.pathname}/account`, { choice: 'other' })
  expect(other.html).toContain('name="password"')
})

test('another account takes the place of the first, whose session ends', async () => {
  const { browser } = await signIn(authority, programs.spa)
  const { query, verifier } = codeRequest({
    client_id: programs.spa,
    redirect_uri: spaRedirect,
    prompt: 'select_account',
  })
  const page = await browser.open(authorizePath(authority.tenantId, query))
  await browser.send(`${page.url.pathname}/account`, { choice: 'other' })
  const swap = await browser.send(`${page.url.pathname}/password`, {
    username: 'ben@contoso.test',
    password,
  })
  // A form that sends itself: exactly its script may run.
  expect(swap.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[^']+'/)
  const [, action = ''] = /action="([^"]+)"/.exec(swap.html) ?? []
  const arrival = await browser.send(action, hiddenFields(swap.html))
  const answer = await redeem(authority, programs.spa, { arrival, verifier })
  const { access_token } = (await answer.json()) as UserTokens
  expect(decode(access_token)[1]['upn']).toBe('ben@contoso.test')
})

test('prompt=login asks for the password although there is a session', async () => {
  const { browser } = await signIn(authority, programs.spa)
  const { query } = codeRequest({
    client_id: programs.spa,
    redirect_uri: spaRedirect,
    prompt: 'login',
  })
  const page = await browser.open(authorizePath(authority.tenantId, query))
  expect(page.html).toContain('name="password"')
})
