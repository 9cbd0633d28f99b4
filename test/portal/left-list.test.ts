/** The device list writes its place into the address a moment after the scrolling; a person may have gone on by then. */
import { expect, test } from 'vitest'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { footOf, go } from './walks.ts'

const portal = portalForAll()

test('a person who has left the list for a page that is still loading stays there', async () => {
  const { site } = portal
  await importDevices(site, site.contoso.client, { seed: 'left', count: 120, label: 'left.csv' })
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, site.origin)
  await go(page, '/devices')
  await footOf(page, '120 devices').waitFor()
  const asked = Promise.withResolvers<void>()
  const mayCome = Promise.withResolvers<void>()
  await page.route('**/assets/audit-screen-*.js', async (route) => {
    asked.resolve()
    await mayCome.promise
    await route.continue()
  })
  await page.clock.install()
  await page.locator('.grid-body').hover()
  await page.mouse.wheel(0, 900)
  await page.getByRole('navigation').locator('a[href="/audit"]').click()
  await asked.promise
  // Longer than the list's own wait.
  await page.clock.runFor(600)
  mayCome.resolve()
  await page.getByRole('heading', { name: 'Audit', exact: true }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/audit')
  expect(complaints).toEqual([])
  await context.close()
})
