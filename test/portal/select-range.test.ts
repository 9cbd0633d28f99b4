/** A range of rows that are not all here yet is selected whole. */
import { expect, test } from 'vitest'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { footOf, go } from './walks.ts'

const portal = portalForAll()
const count = 640

test('from the first row to one far below, also over rows that were never on the screen', async () => {
  const { site } = portal
  await importDevices(site, site.contoso.client, { seed: 'range', count, label: 'fleet.csv' })
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, site.origin)
  await go(page, '/devices')
  await footOf(page, `${count} devices`).waitFor()
  await page.locator('.grid-body .grid-check').first().click()
  await page.getByText('1 device selected', { exact: true }).waitFor()
  await page.getByRole('grid').evaluate((grid) => {
    grid.scrollTop = grid.scrollHeight
  })
  const last = page.locator(`.grid-body [data-row="${count - 1}"]`)
  await last.getByRole('checkbox', { name: /./ }).waitFor()
  await last.locator('.grid-check').click({ modifiers: ['Shift'] })
  await page.getByText(`${count} devices selected`, { exact: true }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
