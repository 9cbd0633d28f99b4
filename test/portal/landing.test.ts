/** The way in: the landing page, the authority's pages, and back into the portal. */
import { expect, test } from 'vitest'
import { fromBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import {
  appSettings,
  codeAt,
  stepAt,
} from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { json } from '../support/registry.ts'
import { portalForAll } from './portal-for-all.ts'
import { enterOrganization, enterPassword, openLanding, signIn, visit } from './visits.ts'
import { go } from './walks.ts'

const portal = portalForAll()

test('signs in by a code, keeps nothing but the tenant, and signs in again silently after a reload', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  const kept = () =>
    page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage } }))
  expect(await kept()).toEqual({ local: { 'tw.tenant': 'contoso.test' }, session: {} })
  expect(page.url()).not.toContain('code=')

  await page.goto(`${portal.site.origin}/bench?note=kept`)
  await page.waitForSelector('header.header')
  await page.reload()
  await page.waitForSelector('nav')
  expect(page.url()).toBe(`${portal.site.origin}/bench?note=kept`)
  expect(await kept()).toEqual({ local: { 'tw.tenant': 'contoso.test' }, session: {} })
  expect(complaints).toEqual([])
  await context.close()
})

test('a second tab has the session of the first without asking anybody', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  const second = await context.newPage()
  const asked: string[] = []
  second.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await second.goto(`${portal.site.origin}/bench`)
  await second.waitForSelector('nav')
  expect(asked.filter((path) => path.includes('oauth2'))).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('signing out in one tab empties the other, and forgets the tenant', async () => {
  const { context, page } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  const second = await context.newPage()
  await second.goto(`${portal.site.origin}/bench`)
  await second.waitForSelector('nav')
  await page.getByRole('button', { name: 'Account of' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await second.waitForSelector('.landing-card')
  expect(await second.evaluate(() => ({ ...localStorage }))).toEqual({})
  await context.close()
})

test('the hash bench is there for somebody who is not signed in, and asks the server nothing', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await page.goto(`${portal.site.origin}/bench`)
  const asked: string[] = []
  await page.getByLabel('Hash, CSV row or OA3 XML').waitFor()
  page.on('request', (request) => asked.push(request.url()))
  const { hashFixture } = await import('../support/hardware-hashes.ts')
  await page.getByLabel('Hash, CSV row or OA3 XML').fill(hashFixture(1).hardwareHash)
  await page.getByText('SmbiosSystemSerialNumber').waitFor()
  expect(await page.getByText('The digest matches.').count()).toBe(1)
  await page.getByLabel('Compare with a second one').check()
  await page.getByLabel('A second one to compare').fill(hashFixture(2).hardwareHash)
  await page.getByText('it is another board').waitFor()
  await page.getByLabel('A second one to compare').fill('no hash')
  await page.getByText('This is not a hardware hash').waitFor()
  expect(asked).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('an organization that is not here is named, where there are several', async () => {
  await portal.site.registry.newTenant()
  const { context, page, complaints } = await visit(portal.browser)
  await page.goto(`${portal.site.origin}/devices?tag=Kiosk`)
  await page.getByLabel('Work address or domain').fill('ada@contoso.tset')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('No organization here is called contoso.tset.').waitFor()
  await page.getByLabel('Work address or domain').fill('')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('Type your work address').waitFor()
  await page.getByLabel('Work address or domain').fill('ada@contoso.test')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForSelector('#password')
  expect(await page.inputValue('#username')).toBe('ada@contoso.test')
  expect(complaints).toEqual([])
  await context.close()
})

test('the alarm that these tests rely on rings: an inline style and an inline script are refused', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await page.goto(`${portal.site.origin}/`)
  await page.waitForSelector('.landing-card')
  await page.evaluate(`document.body.setAttribute('style', 'color: red')`)
  const write = `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title=1">')`
  await expect(page.evaluate(write)).rejects.toThrow(/TrustedHTML/)
  expect(complaints.map((each) => each.split(' ')[0])).toContain('style-src-attr')
  await context.close()
})

test('a code of an authenticator app is set up at sign-in, and asked for at the next', async () => {
  const codes = await portal.site.addOrganization('codes.test', 'Codes')
  await codes.addPerson('kay', 'Kay Lund', ['Intune Administrator'])
  const policy = await json(codes.client.ask('GET', '/admin/v1/factor-policy'))
  const required = { ...policy, factorRequired: true, passkeyRoles: [] }
  expect((await codes.client.ask('PUT', '/admin/v1/factor-policy', required)).ok).toBe(true)
  const kay = 'kay@codes.test'
  const first = await visit(portal.browser)
  await openLanding(first.page, portal.site.origin)
  await enterOrganization(first.page, kay)
  await enterPassword(first.page, kay)
  await first.page.getByText('Set up an authenticator app').first().click()
  const key = await first.page.locator('details .code').textContent()
  const secret = fromBase32((key ?? '').replaceAll(' ', ''))
  if (!secret.ok) throw new Error(`no key: ${key}`)
  const code = (seconds: number) =>
    codeAt(secret.bytes, appSettings, stepAt(new Date(Date.now() + seconds * 1000), appSettings))
  await first.page.fill('#code', code(0))
  await first.page.click('button.primary')
  await first.page.waitForSelector('h1:has-text("Keep your recovery codes")')
  await first.page.click('button.primary')
  await first.page.waitForSelector('header.header')
  await first.context.close()

  const second = await visit(portal.browser)
  await openLanding(second.page, portal.site.origin)
  await enterOrganization(second.page, kay)
  await enterPassword(second.page, kay)
  await second.page.waitForSelector('h1:has-text("Enter code")')
  // The one before was used; the clock of an app may be ahead by one.
  await second.page.fill('#code', code(30))
  await second.page.click('button.primary')
  await second.page.waitForSelector('header.header')
  expect([...first.complaints, ...second.complaints]).toEqual([])
  await second.context.close()
})

test('two tabs renew the session that both have, and none of them is signed out', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  const second = await context.newPage()
  await second.goto(`${portal.site.origin}/bench`)
  await second.waitForSelector('nav')
  const renewals: string[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/token')) renewals.push(request.url())
  })
  portal.site.pass(3_700)
  await Promise.all([page, second].map((tab) => go(tab, '/devices')))
  await Promise.all(
    [page, second].map((tab) => tab.getByRole('heading', { name: 'No devices yet' }).waitFor()),
  )
  expect(renewals).toHaveLength(1)
  expect(complaints).toEqual([])
  await context.close()
})

test.each(['light', 'dark'] as const)(
  'the landing page and those that sign in have the same colours, %s',
  async (colorScheme) => {
    // With several the landing page has a field too.
    await portal.site.registry.newTenant()
    const { context, page } = await visit(portal.browser, { colorScheme })
    await openLanding(page, portal.site.origin)
    await page.getByLabel('Work address or domain').waitFor()
    const looks = (card: string, button: string) =>
      page.evaluate(`(() => {
        const styleOf = (selector) => getComputedStyle(document.querySelector(selector))
        const { color, backgroundColor } = styleOf('${button}')
        return {
          ground: styleOf('body').backgroundColor,
          card: styleOf('${card}').backgroundColor,
          heading: styleOf('h1').color,
          field: styleOf('input').borderBottomColor,
          button: [color, backgroundColor],
        }
      })()`)
    const there = await looks('.landing-card', '.landing-card .primary')
    await enterOrganization(page, 'ada@contoso.test')
    await page.waitForSelector('#password')
    expect(await looks('main', 'button.primary')).toEqual(there)
    await context.close()
  },
)
