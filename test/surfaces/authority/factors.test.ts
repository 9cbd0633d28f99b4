/** The seam for a second factor: nothing is signed in before what is needed was proved. */
import { html } from 'hono/html'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FactorPage } from '../../../src/identity-provider/pages/sign-in/factor-page.ts'
import { codeRequest } from './browser-session.ts'
import {
  addSigners,
  authorizePath,
  redeem,
  type Signers,
  signIn,
  spaRedirect,
  type UserTokens,
} from './people.ts'
import { decode, startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
let programs: Signers
let needed: readonly string[] = ['otp']

const otp: FactorPage = {
  label: 'Use a verification code',
  show: async ({ action, message = '' }) => ({
    title: 'Enter code',
    body: html`<form method="post" action="${action}">${message}<input name="code"></form>`,
  }),
  async submit(_question, form) {
    if (form.get('code') === '123456') return { ok: true, amr: ['otp'] }
    if (form.get('code') === 'locked') return { ok: false, message: 'Locked.', retryAfter: 60 }
    return { ok: false, message: 'That code is wrong.' }
  },
}

beforeAll(async () => {
  authority = await startAuthority({
    deps: {
      factors: {
        required: async ({ amr }) => needed.filter((name) => !amr.includes(name)),
      },
      factorPages: { otp, recovery: { ...otp, label: 'Use a recovery code' } },
    },
  })
  programs = await addSigners(authority)
})
afterAll(() => authority.close())

test('after the password the code is asked for; a wrong one leads nowhere', async () => {
  const { arrival, browser } = await signIn(authority, programs.spa)
  expect(arrival.html).toContain('name="code"')
  const action = `${arrival.url.pathname}/factor/otp`
  const wrong = await browser.send(action, { code: '000000' })
  expect([wrong.status, wrong.html]).toEqual([401, expect.stringContaining('That code is wrong.')])
  const locked = await browser.send(action, { code: 'locked' })
  expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '60'])
  expect((await browser.open(arrival.url.pathname)).html).toContain('name="code"')
})

test('both together sign in, and the tokens say how', async () => {
  const { arrival, browser, verifier } = await signIn(authority, programs.spa)
  const done = await browser.send(`${arrival.url.pathname}/factor/otp`, { code: '123456' })
  const answer = await redeem(authority, programs.spa, { arrival: done, verifier })
  const { access_token } = (await answer.json()) as UserTokens
  expect(decode(access_token)[1]['amr']).toEqual(['pwd', 'otp', 'mfa'])
})

test('a code before the password is no sign-in', async () => {
  const { browser, arrival } = await signIn(authority, programs.spa, { who: 'nobody' })
  const early = await browser.send(
    `${arrival.url.pathname.replace(/\/password$/, '')}/factor/otp`,
    {
      code: '123456',
    },
  )
  expect([early.status, early.html]).toEqual([400, expect.stringContaining('AADSTS165000')])
})

test('other ways are offered, unknown ones are not', async () => {
  needed = ['otp', 'recovery']
  const { arrival, browser } = await signIn(authority, programs.spa)
  expect(arrival.html).toContain('Use a recovery code')
  const other = await browser.open(`${arrival.url.pathname}?factor=recovery`)
  expect(other.html).toContain('/factor/recovery')
  expect((await browser.send(`${arrival.url.pathname}/factor/constructor`)).status).toBe(400)
  needed = ['otp']
})

test('a session without the factor is asked for it alone, once it is needed', async () => {
  needed = []
  const { browser, arrival } = await signIn(authority, programs.spa)
  expect(arrival.url.searchParams.has('code')).toBe(true)
  needed = ['otp']
  const { query } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect })
  const page = await browser.open(authorizePath(authority.tenantId, query))
  expect(page.html).toContain('name="code"')
  const done = await browser.send(`${page.url.pathname}/factor/otp`, { code: '123456' })
  expect(done.url.searchParams.has('code')).toBe(true)
})
