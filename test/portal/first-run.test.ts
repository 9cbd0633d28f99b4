/** From the password that the first start prints to the overview, without a document. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { giveSecurityKey } from './security-key.ts'
import { visit } from './visits.ts'

let server: TaxiwayProcess
let browser: Browser

beforeAll(async () => {
  server = await startTaxiwayProcess()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.dispose()
})

test('the printed first password leads to the overview, which says what comes next', async () => {
  const said = server.log()
  const name = /\b(admin@[\w.-]+)/.exec(said)?.[1] ?? ''
  const password = /password[":\s]+([\w-]{20})\b/i.exec(said)?.[1] ?? ''
  expect([name, password.length]).toEqual(['admin@contoso.test', 20])
  const { context, page, complaints } = await visit(browser)
  await giveSecurityKey(context, page)

  await page.goto(server.origin)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button.primary')
  await page.waitForSelector('h1:has-text("Set up a passkey")')
  await page.fill('#name', 'My key')
  await page.click('button.primary')
  await page.waitForSelector('h1:has-text("Keep your recovery codes")')
  await page.click('button.primary')
  await page.fill('#current', password)
  for (const field of ['#new', '#again']) await page.fill(field, 'seven grey herons walk')
  await page.click('button.primary')

  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  expect(await page.title()).toContain('Overview')
  await page.getByText('No devices yet').first().waitFor()
  await page.getByRole('button', { name: 'Import devices' }).click()
  await page.getByRole('heading', { name: 'Import devices' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
