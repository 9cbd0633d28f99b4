/** The pages of one's own account in a real Chromium: cookies, redirects and the policy together. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'
import { addSigners, password } from '../surfaces/authority/people.ts'
import { authorityOn, startAuthority } from '../surfaces/authority/support.ts'

let browser: Browser
let site: Awaited<ReturnType<typeof startSite>>

async function startSite() {
  const https = await startHttps()
  const first = await startAuthority({ origin: https.origin })
  const second = authorityOn(first.connectionString, { origin: https.origin })
  https.serve((request) => second.app.fetch(request))
  await addSigners({ ...first, ...second, close: first.close })
  return {
    account: `${https.origin}/${first.tenantId}/account`,
    failures: second.failures,
    async close() {
      await https.close()
      await second.store.close()
      await first.close()
    },
  }
}

beforeAll(async () => {
  site = await startSite()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.failures).toEqual([])
})

async function signIn(page: Page, current: string): Promise<void> {
  await page.waitForSelector('h1:has-text("Sign in")')
  await page.fill('#username', 'ben@contoso.test')
  await page.fill('#password', current)
  await page.click('button.primary')
}

test('somebody changes the password, sees the sign-ins, ends this one, and signs in anew', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${site.account}/password`)
  await signIn(page, password)
  await page.waitForSelector('h1:has-text("Change your password")')
  const next = 'a lake with nine boats'
  await page.fill('#current', password)
  await page.fill('#new', next)
  await page.fill('#again', next)
  await page.click('button.primary')
  await page.waitForSelector('h1:has-text("Your password was changed")')

  await page.click('text=Back to your account')
  await page.waitForSelector('h2:has-text("Where you are signed in")')
  expect(await page.textContent('section')).toContain('this browser')
  expect(await page.textContent('section')).toContain('Chrome')
  await page.click('text=End the sign-in to Taxiway account pages')
  await signIn(page, next)
  await page.waitForSelector('h1:has-text("Please read this")')
  await page.click('text=Go on')
  await page.waitForSelector('h1:has-text("Your account")')

  await page.click('text=End all sign-ins')
  await page.waitForSelector('h1:has-text("All sign-ins have ended")')
  await page.click('text=Sign in to your account')
  await page.waitForSelector('h1:has-text("Sign in")')
  expect(complaints).toEqual([])
  await context.close()
})
