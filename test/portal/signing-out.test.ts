/** Signing out ends everything of a person in this browser, and loses nothing unasked. */
import type { BrowserContext, Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, go, said } from './walks.ts'

const portal = portalForAll()

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account of' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
}

const asked = (page: Page) =>
  page.getByRole('alertdialog', { name: 'Sign out and discard your changes?' })

async function tabAt(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${portal.site.origin}${path}`)
  await page.waitForSelector('nav')
  return page
}

/** Nobody asks once more; a browser whose session is over then asks for the password again. */
async function isOver(page: Page): Promise<void> {
  await page.waitForSelector('.landing-card')
  await button(page, /^(Sign in|Next)$/).click()
  await page.waitForSelector('#password')
}

async function typeName(page: Page): Promise<void> {
  await go(page, '/profiles/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Kiosk')
}

test('what is not saved in another tab is asked about, and goes only then', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  const second = await tabAt(context, '/overview')
  await typeName(second)
  await signOut(page)
  await asked(page).getByRole('button', { name: 'Cancel' }).click()
  await asked(page).waitFor({ state: 'detached' })
  await go(page, '/imports')
  await page.getByRole('heading', { name: 'Nothing was imported yet' }).waitFor()
  expect(await second.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(
    'Kiosk',
  )
  await signOut(page)
  await asked(page).getByRole('button', { name: 'Sign out' }).click()
  await second.waitForSelector('.landing-card')
  await isOver(page)
  expect(complaints).toEqual([])
  await context.close()
})

test('rows that are on their way are asked about too', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  const mayGo = Promise.withResolvers<void>()
  await page.route('**/admin/v1/imports', async (route) => {
    if (route.request().method() === 'POST') await mayGo.promise
    await route.continue()
  })
  await go(page, '/import')
  const lines = [...makeFleet({ seed: 'out', count: 1 })].map((each) => `,,${each.hash().text}`)
  const head = 'Device Serial Number,Windows Product ID,Hardware Hash'
  await page.locator('input[type=file][multiple]').setInputFiles({
    name: 'out.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([head, ...lines].join('\r\n')),
  })
  await button(page, 'Import 1 device').click()
  await page.getByText(/^Keep this tab open/).waitFor()

  const second = await tabAt(context, '/import')
  await second.getByText('Another tab of this browser is sending rows.').waitFor()
  // Nobody discards there what this tab has in hand.
  expect(await button(second, 'Discard them').count()).toBe(0)

  await signOut(page)
  await asked(page).getByRole('button', { name: 'Cancel' }).click()
  mayGo.resolve()
  await page.getByText('1 registered.').waitFor()
  await second.getByText('Another tab of this browser is sending rows.').waitFor({
    state: 'detached',
  })
  expect(await button(second, 'Discard them').count()).toBe(0)
  await second.close()
  await signOut(page)
  await isOver(page)
  expect(complaints).toEqual([])
  await context.close()
})

test('the session of the browser ends, however long the server takes to say where', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await context.clock.install()
  await signIn(page, portal.site.origin)
  // A tab that has its session from the other one, and has not yet asked where sessions end.
  const second = await tabAt(context, '/overview')
  const reached = Promise.withResolvers<void>()
  const mayGo = Promise.withResolvers<void>()
  await context.route('**/.well-known/openid-configuration', async (route) => {
    reached.resolve()
    await mayGo.promise
    await route.continue()
  })
  await signOut(second)
  await reached.promise
  // Longer than the time after which the other tabs leave for the landing page.
  await context.clock.runFor(600)
  mayGo.resolve()
  await isOver(second)
  expect(complaints).toEqual([])
  await context.close()
})

test('nobody is signed out in front of a server that does not answer', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await context.setOffline(true)
  await signOut(page)
  await said(page, 'You are still signed in.')
  await context.setOffline(false)
  await go(page, '/imports')
  await page
    .getByRole('heading', { name: 'Nothing was imported yet' })
    .or(page.getByRole('grid', { name: 'Imports' }))
    .waitFor()
  await signOut(page)
  await isOver(page)
  expect(complaints).toEqual([])
  await context.close()
})

test('where the authority does not take the answer of the portal, it asks the person', async () => {
  const { context, page } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await page.route('**/oauth2/v2.0/logout/confirm', (route) =>
    route.request().resourceType() === 'document' ? route.continue() : route.abort(),
  )
  await signOut(page)
  await page.getByRole('heading', { name: 'Sign out' }).waitFor()
  await button(page, 'Sign out').click()
  await isOver(page)
  await context.close()
})
