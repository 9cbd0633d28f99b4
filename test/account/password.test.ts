/** People change their password themselves, on a page that is theirs alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { password as usual } from '../surfaces/authority/people.ts'
import { type AccountSite, change, startAccounts } from './account-site.ts'

let site: AccountSite
beforeAll(async () => {
  site = await startAccounts()
  for (const name of ['ada', 'ben', 'eve', 'kim']) await site.people.add(name, [])
})
afterAll(() => site.close())

const good = 'a lake with nine boats'
const pageOf = () => `${site.base}/password`

test('the page is shown after a sign-in, and leads back to where one wanted to go', async () => {
  const { arrival } = await site.open('ada', { page: '/password' })
  expect([arrival.status, arrival.url.pathname]).toEqual([200, pageOf()])
  expect(arrival.html).toContain('ada@contoso.test')
  expect(arrival.html).toContain('autocomplete="new-password"')
  expect(arrival.html).toContain('/oauth2/v2.0/logout')
  expect(arrival.html).not.toMatch(/<script>|<style|style="|onclick|javascript:/)
  const policy = arrival.headers.get('content-security-policy')
  expect(policy).toContain("form-action 'self'")
  expect(policy).not.toContain('script-src')
  expect(arrival.headers.get('cache-control')).toBe('no-store')
})

test('a browser without cookies learns so instead of being sent in circles', async () => {
  const page = await site.browser().open(`${site.base}/signed-in?code=x&state=password`)
  expect([page.status, page.html]).toEqual([400, expect.stringContaining('cookies')])
})

describe('a new password', () => {
  test.each([
    ['that is too short', 'seven77', 'at least 8 characters'],
    ['that everybody tries', 'iloveyou', 'tried first'],
    ['that everybody tries, in capitals', 'QWERTYUIOP', 'tried first'],
    ['of the person’s and the tenant’s names', 'ben-contoso1', 'mostly your name'],
    ['of the product’s name', 'Taxiway2026!', 'mostly your name'],
    ['that everybody tries, in wide letters', 'ｉｌｏｖｅｙｏｕ', 'tried first'],
    ['that everybody tries, with an invisible sign', 'ilove\u200byou', 'tried first'],
    ['of the person’s name in wide letters', 'ｂｅｎ-ｃｏｎｔｏｓｏ1', 'mostly your name'],
    ['that is endless', 'x'.repeat(1025), 'at most 1024'],
    ['that is the old one', usual, 'not the current one'],
  ])('%s is refused', async (_, password, why) => {
    const opened = await site.open('ben', { page: '/password' })
    const answer = await site.send(opened, pageOf(), change(usual, password))
    expect([answer.status, answer.html]).toEqual([401, expect.stringContaining(why)])
    expect(answer.html).not.toContain(password)
  })

  test('is typed twice alike', async () => {
    const opened = await site.open('ben', { page: '/password' })
    const answer = await site.send(opened, pageOf(), change(usual, good, `${good}!`))
    expect(answer.html).toContain('not the same')
  })

  test('may hold anything: words of the place in a long one, blanks, other scripts', async () => {
    await site.people.add('max', [])
    let current = usual
    for (const password of [
      'contoso boats on a lake',
      '  spaces  kept  ',
      'пароль-для-меня',
      '\u{1f6eb}'.repeat(1024),
      `${'\u{1f6ec}'.repeat(1023)}.`,
    ]) {
      const { browser, ...opened } = await site.open('max', {
        page: '/password',
        password: current,
      })
      // The way shows that the password was changed before.
      const arrival = opened.arrival.html.includes('Please read this')
        ? await browser.send(`${opened.arrival.url.pathname}/announcements`)
        : opened.arrival
      const answer = await site.send({ browser, arrival }, pageOf(), change(current, password))
      expect([answer.status, answer.html]).toEqual([200, expect.stringContaining('was changed')])
      current = password
    }
  })

  test('opens, the old one does not, and the trail knows of it', async () => {
    const opened = await site.open('ada', { page: '/password' })
    const done = await site.send(opened, pageOf(), change(usual, good))
    expect([done.status, done.html]).toEqual([200, expect.stringContaining('was changed')])
    expect((await site.open('ada')).arrival.status).toBe(401)
    const next = await site.open('ada', { password: good })
    // What happened is shown once.
    expect(next.arrival.html).toContain('The password was changed.')
    const trail = await (await site.client.ask('GET', '/admin/v1/audit/export')).text()
    expect(trail).toContain('Change password')
    expect(trail).not.toContain(good)
  })

  test('is set once where two rest on the same old one at the same moment', async () => {
    await site.people.add('two', [])
    const [one, other] = [
      await site.open('two', { page: '/password' }),
      await site.open('two', { page: '/password' }),
    ]
    const answers = await Promise.all([
      site.send(one, pageOf(), change(usual, `${good} one`)),
      site.send(other, pageOf(), change(usual, `${good} other`)),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
    const [kept, lost] = answers[0]?.status === 200 ? ['one', 'other'] : ['other', 'one']
    expect((await site.open('two', { password: `${good} ${lost}` })).arrival.status).toBe(401)
    expect((await site.open('two', { password: `${good} ${kept}` })).arrival.status).toBe(200)
  })

  test('offers to end all sign-ins, which then ask again', async () => {
    const other = await site.open('kim')
    const { browser, arrival } = await site.open('kim', { page: '/password' })
    const done = await site.send({ browser, arrival }, pageOf(), change(usual, good))
    expect(done.html).toContain('End all sign-ins')
    expect((await other.browser.open(site.base)).url.pathname).toBe(site.base)
    const ended = await site.send({ browser, arrival: done }, `${site.base}/end-all`)
    expect(ended.html).toContain('All sign-ins have ended')
    for (const each of [browser, other.browser])
      expect((await each.open(site.base)).url.pathname).toContain('/sign-in/')
  })
})

describe('the form', () => {
  test('is good only in the browser that it was made for, and from this origin', async () => {
    const mine = await site.open('ben', { page: '/password' })
    const theirs = await site.open('eve', { page: '/password' })
    const form = change(usual, good)
    const strange = await site.send({ ...theirs, browser: mine.browser }, pageOf(), form)
    const bare = await mine.browser.send(pageOf(), form)
    const elsewhere = await mine.browser.send(
      pageOf(),
      { ...form, word: /name="word" value="([^"]+)"/.exec(mine.arrival.html)?.[1] ?? '' },
      { origin: 'https://evil.example' },
    )
    expect([strange.status, bare.status, elsewhere.status]).toEqual([400, 400, 400])
    const nobody = await site.browser().send(pageOf(), form)
    expect(nobody.url.pathname).toContain('/sign-in/')
    expect((await site.open('ben')).arrival.url.pathname).toBe(site.base)
  })

  test('counts wrong passwords, then says when to come back, and shuts no other door', async () => {
    const opened = await site.open('eve', { page: '/password' })
    const guess = () => site.send(opened, pageOf(), change('wrong', good))
    for (let n = 0; n < 10; n++) {
      const { status, html } = await guess()
      expect([status, html]).toEqual([
        401,
        expect.stringContaining('current password is incorrect'),
      ])
    }
    const locked = await guess()
    expect(locked.status).toBe(429)
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await site.open('eve')).arrival.status).toBe(200)
  })
})
