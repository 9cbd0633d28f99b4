/** A browser's way into the portal of any server. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { keepNotices } from './kept-notices.ts'
import { drawn } from './walks.ts'

/** Everybody's. */
export const password = 'correct horse battery staple'
const ada = 'ada@contoso.test'
/** For one step on a busy machine. ms */
const patience = 60_000

export type Visit = {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser refused or complained of; empty in the end. */
  readonly complaints: string[]
}

/** A browser that has never been here. Whatever breaks the page's policy, or throws, is a complaint. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(patience)
  const complaints: string[] = []
  await context.exposeFunction('complain', (text: string) => complaints.push(text))
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    complain(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))`)
  await keepNotices(context)
  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(String(error)))
  })
  return { context, page: await context.newPage(), complaints }
}

/** From the landing page through the authority's own pages to the portal. */
export async function signIn(page: Page, origin: string, name = ada): Promise<void> {
  await openLanding(page, origin)
  await enterOrganization(page, name)
  await enterPassword(page, name)
  await page.waitForSelector('header.header')
}

/** Resolves when the page knows whether there are several organizations. */
export async function openLanding(page: Page, origin: string, path = '/'): Promise<void> {
  const known = page.waitForResponse((answer) => answer.url().endsWith('/portal-configuration'))
  await page.goto(`${origin}${path}`)
  await known
  await drawn(page)
}

/** The landing page asks for the organization only where there are several. */
export async function enterOrganization(page: Page, name: string): Promise<void> {
  const field = page.getByLabel('Work address or domain')
  const button = page.getByRole('button', { name: /^(Sign in|Next)$/ })
  await button.waitFor()
  if (await field.isVisible()) await field.fill(name)
  await button.click()
}

export async function enterPassword(page: Page, name = ada): Promise<void> {
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button.primary')
}
