/** The pages of sign-in: what protects them, and what they never reveal. */
import { expect, test } from 'vitest'
import { browserSession, codeRequest } from './browser-session.ts'
import { authority, open, programs, setBusy } from './pages-stage.ts'
import { authorizePath, password, spaRedirect } from './people.ts'
import { publicUrl } from './support.ts'

test('a page may run nothing, be framed by nobody, and send forms only here and to the program', async () => {
  const { page } = await open({ login_hint: 'ada@contoso.test' })
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("form-action 'self' https://spa.example")
  expect(policy).not.toMatch(/unsafe|script-src/)
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'strict-transport-security': expect.stringContaining('max-age'),
  })
  expect(page.html).toContain('to continue to Fleet page')
  expect(page.html).toContain('value="ada@contoso.test"')
  expect(page.html).not.toMatch(/<script|<style| style=| on\w+=/)
  const style = await browserSession(authority.app).open('/common/sign-in.css')
  expect(style.headers.get('content-type')).toContain('text/css')
})

test('cookies are for this host, this path, HTTPS and no script', async () => {
  const { query } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect })
  const answer = await authority.app.request(
    `${publicUrl}${authorizePath(authority.tenantId, query)}`,
  )
  const cookies = answer.headers.getSetCookie()
  expect(cookies.length).toBeGreaterThan(1)
  for (const cookie of cookies)
    expect(cookie.toLowerCase()).toMatch(/^__(host|secure)-.*samesite=lax.*secure.*httponly/)
})

test('what a person typed is shown as text', async () => {
  const { browser, page } = await open()
  const again = await browser.send(`${page.url.pathname}/password`, {
    username: '"><script>alert(1)</script>',
    password: 'x',
  })
  expect(again.html).not.toContain('<script')
  expect(again.html).toContain('&lt;script')
})

test('a wrong password and an unknown name get the same answer', async () => {
  const answers: string[] = []
  for (const username of ['ada@contoso.test', 'eve@contoso.test', 'AdA@contoso.test']) {
    const { browser, page } = await open()
    const again = await browser.send(`${page.url.pathname}/password`, { username, password: 'no' })
    expect(again.status).toBe(401)
    answers.push(
      again.html
        .replaceAll(page.url.pathname, '')
        .replaceAll(username, '')
        .replace(/"0x[^"]*"/, ''),
    )
  }
  expect(answers[0]).toContain('AADSTS50126')
  expect(new Set(answers).size).toBe(1)
})

test('a disabled person learns it only with the right password', async () => {
  const { pool } = authority.store
  await pool.query("update directory_user set account_enabled = false where name_key like 'ben@%'")
  const { browser, page } = await open()
  const action = `${page.url.pathname}/password`
  const wrong = await browser.send(action, { username: 'ben@contoso.test', password: 'no' })
  expect(wrong.html).toContain('AADSTS50126')
  const right = await browser.send(action, { username: 'ben@contoso.test', password })
  expect(right.html).toContain('AADSTS50057')
  await pool.query('update directory_user set account_enabled = true')
})

test('when too many passwords wait, the page says when to try again', async () => {
  const { browser, page } = await open()
  setBusy(true)
  const answer = await browser.send(`${page.url.pathname}/password`, {
    username: 'a',
    password: 'b',
  })
  setBusy(false)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
})

test.each([
  ['from another origin', { origin: 'https://evil.example' }],
  ['from a sandboxed page', { origin: 'null' }],
  ['without an origin', { origin: '' }],
])('a form %s is refused', async (...[, headers]) => {
  const { browser, page } = await open()
  const forged = await browser.send(
    `${page.url.pathname}/password`,
    { username: 'ada@contoso.test', password },
    headers,
  )
  expect(forged.status).toBe(400)
  expect(forged.html).toContain('AADSTS165000')
})
