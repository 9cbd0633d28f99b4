/** The address of a single thing that is not there, from an old link say: its page says so, and never stays empty. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { faultsOf } from './looks.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { go } from './walks.ts'

const portal = portalForAll()

/** The page has that title, on it, in the window, and for a screen reader. */
async function arrived(title: string, page: Page): Promise<void> {
  await page.getByRole('heading', { name: title, level: 1, exact: true }).waitFor()
  await eventually(async () => {
    expect(await page.title()).toBe(`${title} – Taxiway`)
    expect(await page.evaluate('document.activeElement?.id')).toBe('content')
  })
  expect(await faultsOf(page, { scheme: 'light', width: 1440 })).toEqual([])
}

test('a page of something that is not there says so', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  // The first page of all begins where the browser begins.
  await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
  const silent: string[] = []
  for (const place of [
    'devices',
    'imports',
    'profiles',
    'groups',
    'conflicts',
    'disputes',
    'removals',
    'repairs',
  ]) {
    await go(page, `/${place}/${randomUUID()}`)
    const said = page.locator('main :is(.empty, [role=alert])').first()
    await said.waitFor().catch(() => silent.push(place))
    await arrived('There is nothing here (any more)', page)
    await go(page, '/overview')
    await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
  }
  expect(silent).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('an address that no page has, and a thing that cannot be read now, are pages too', async () => {
  const { context, page } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await go(page, '/overview')
  await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
  await go(page, '/access/nothing')
  await arrived('Page not found', page)
  const fault = { error: { code: 'InternalServerError', message: 'It failed.' } }
  await page.route(/\/repair-cases\//, (route) => route.fulfill({ status: 500, json: fault }))
  await go(page, `/repairs/${randomUUID()}`)
  await arrived('This page could not be loaded', page)
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Try again' }).click()
  await arrived('There is nothing here (any more)', page)
  await context.close()
})
