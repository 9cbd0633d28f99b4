/** Second factors through the pages of sign-in, as a browser sees them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultFactorPolicy } from '../../src/identity-provider/core/factors/factor-policy.ts'
import { actionOf, answered, type SignInUnderTest, startSignIn } from './sign-in.ts'
import { softwareKey } from './software-authenticator.ts'

let site: SignInUnderTest
beforeAll(async () => {
  site = await startSignIn()
})
afterAll(() => site.close())

const policy = (change: Partial<typeof defaultFactorPolicy> = {}) =>
  site.factors.policies.set(site.authority.tenantId, { ...defaultFactorPolicy, ...change })

beforeEach(async () => {
  await policy()
  const tables = [
    'oath_token',
    'passkey',
    'passkey_credential',
    'recovery_code_set',
    'code_lock',
    'attempt',
  ]
  for (const table of tables) await site.factors.store.pool.query(`delete from ${table}`)
})

/** Enrolls an app for Ben and saves the codes; returns the key that the page showed, and the codes. */
async function enrolled() {
  await policy({ factorRequired: true })
  const { arrival, browser } = await site.enter('ben')
  const page = await browser.open(`${arrival.url.pathname}?factor=add-app`)
  const key = /class="code">([A-Z2-7 ]+)</.exec(page.html)?.[1]?.replaceAll(' ', '') ?? ''
  const kept = await browser.send(actionOf(page.html), { code: site.codeOf(key) })
  const codes = [...kept.html.matchAll(/<code>([^<]+)<\/code>/g)].map(([, code = '']) => code)
  const done = await browser.send(actionOf(kept.html))
  site.pass(60)
  return { key, codes, done }
}

test('a person who needs nothing more than a password is asked for nothing more', async () => {
  const { arrival } = await site.enter('ben')
  expect(arrival.url.searchParams.has('code')).toBe(true)
})

describe('an authenticator app', () => {
  test('is set up with a QR code and a code back, and recovery codes follow', async () => {
    const { key, codes, done } = await enrolled()
    expect(key).toHaveLength(32)
    expect(codes).toHaveLength(10)
    expect(done.url.searchParams.has('code')).toBe(true)
  })

  test('is not set up by a wrong code; the page shows the same key again', async () => {
    await policy({ factorRequired: true })
    const { arrival, browser } = await site.enter('ben')
    const page = await browser.open(`${arrival.url.pathname}?factor=add-app`)
    const wrong = await browser.send(actionOf(page.html), { code: '000000' })
    expect([wrong.status, wrong.html]).toEqual([401, expect.stringContaining('not the code')])
    expect(site.codeOn(wrong.html)).toBe(site.codeOn(page.html))
    expect(
      await site.factors.standings(site.authority.tenantId, site.people['ben']?.id ?? ''),
    ).toMatchObject({ activeTokens: 0 })
  })

  test('is asked for at the next sign-in, and its code works once', async () => {
    const { key } = await enrolled()
    const first = await site.enter('ben')
    expect(first.arrival.html).toContain('autocomplete="one-time-code"')
    const code = site.codeOf(key)
    const done = await first.browser.send(actionOf(first.arrival.html), { code })
    expect(await site.methods(first, done)).toEqual(['pwd', 'otp', 'mfa'])
    const second = await site.enter('ben')
    const again = await second.browser.send(actionOf(second.arrival.html), { code })
    expect(again.status).toBe(401)
    expect(again.html).not.toContain(code)
  })

  test('that was guessed at too often says when to come back, then that it is locked', async () => {
    await enrolled()
    const { arrival, browser } = await site.enter('ben')
    const guess = () => browser.send(actionOf(arrival.html), { code: '000000' })
    for (let n = 0; n < 5; n++) expect((await guess()).status).toBe(401)
    const waiting = await guess()
    expect(waiting.status).toBe(429)
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
    await site.factors.store.pool.query('delete from attempt')
    for (let n = 0; n < 5; n++) await guess()
    await site.factors.store.pool.query('delete from attempt')
    expect((await guess()).html).toContain('locked')
  })
})

test('a recovery code signs in once, through the link to it', async () => {
  const { codes } = await enrolled()
  const signedIn = await site.enter('ben')
  const { arrival, browser } = signedIn
  expect(arrival.html).toContain('?factor=recovery-code')
  const page = await browser.open(`${arrival.url.pathname}?factor=recovery-code`)
  const done = await browser.send(actionOf(page.html), { code: codes[3] ?? '' })
  expect(await site.methods(signedIn, done)).toEqual(['pwd', 'recovery', 'mfa'])
  const next = await site.enter('ben')
  const again = await next.browser.send(
    actionOf(page.html).replace(arrival.url.pathname, next.arrival.url.pathname),
    { code: codes[3] ?? '' },
  )
  expect(again.status).toBe(401)
})

describe('an owner', () => {
  beforeEach(() => policy({ passkeyRoles: ['Global Administrator'] }))

  test('cannot sign in before a passkey was set up; from then on it is asked for', async () => {
    const key = softwareKey()
    const first = await site.enter('ada')
    expect(first.arrival.html).toContain('Set up a passkey')
    expect(first.arrival.html).toContain('&quot;userVerification&quot;:&quot;required&quot;')
    const codes = await first.browser.send(
      actionOf(first.arrival.html),
      answered(first.arrival.html, key),
    )
    const done = await first.browser.send(actionOf(codes.html))
    expect(await site.methods(first, done)).toEqual(['pwd', 'hwk', 'mfa'])

    const second = await site.enter('ada')
    expect(second.arrival.html).toContain('Use your passkey')
    const wrong = await second.browser.send(actionOf(second.arrival.html), { answer: '{}' })
    expect([wrong.status, wrong.html]).toEqual([401, expect.stringContaining('didn’t work')])
    const right = await second.browser.send(actionOf(wrong.html), answered(wrong.html, key))
    expect(await site.methods(second, right)).toEqual(['pwd', 'hwk', 'mfa'])
  })

  test('who posts to a page that nobody showed adds nothing: no app, no passkey, no codes', async () => {
    const key = softwareKey()
    const first = await site.enter('ada')
    await first.browser.send(actionOf(first.arrival.html), answered(first.arrival.html, key))
    const { arrival, browser } = await site.enter('ada')
    for (const name of ['add-app', 'add-passkey', 'recovery-codes', 'code', 'recovery-code']) {
      const page = await browser.open(`${arrival.url.pathname}?factor=${name}`)
      expect(page.html).toContain('Use your passkey')
      const sent = await browser.send(`${arrival.url.pathname}/factor/${name}`, { code: '123456' })
      expect([sent.status, sent.html]).toEqual([401, expect.stringContaining('not needed now')])
      expect(sent.html).not.toMatch(/<code>|class="code"/)
    }
    const adaId = site.people['ada']?.id ?? ''
    expect(await site.factors.standings(site.authority.tenantId, adaId)).toMatchObject({
      passkeys: 1,
      activeTokens: 0,
      recoveryCodes: 0,
    })
  })
})

describe('every page', () => {
  test('allows no inline script or style, and only the passkey pages a script of this server', async () => {
    await policy({ factorRequired: true })
    const { arrival, browser } = await site.enter('ben')
    const app = await browser.open(`${arrival.url.pathname}?factor=add-app`)
    const policyOf = (page: { headers: Headers }) => page.headers.get('content-security-policy')
    expect(policyOf(arrival)).toContain("script-src 'self'")
    expect(policyOf(app)).not.toContain('script-src')
    for (const { html, headers } of [arrival, app]) {
      expect(headers.get('cache-control')).toBe('no-store')
      expect(html).not.toMatch(/<script>|<style|style="|onclick|javascript:/)
    }
    const script = await browser.open('/common/passkey.js')
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/)
  })

  test('says where passkeys work to a browser that is elsewhere', async () => {
    await policy({ factorRequired: true })
    const person = site.people['ben']
    if (person === undefined) throw new Error('Ben is missing')
    const asked = { tenantId: person.tenantId, person, amr: ['pwd'], uid: 'u', action: '/a' }
    const where = { origin: 'https://127.0.0.1:8443', address: '127.0.0.1' }
    const page = await site.pages['add-passkey']?.show({ ...asked, ...where })
    expect(String(await page?.body)).toContain('Passkeys work at https://localhost:8443 only')
  })
})
