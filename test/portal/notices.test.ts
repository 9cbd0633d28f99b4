/** Notices lie beside what a person may want to press, and never on it. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, go, said } from './walks.ts'

const portal = portalForAll()

/** Whether a notice and the foot of a pane share a place on the screen. */
const overlap = (page: Page) =>
  page.evaluate<boolean>(`(() => {
    const boxOf = (selector) => document.querySelector(selector).getBoundingClientRect()
    const [notice, foot] = [boxOf('.fui-Toast'), boxOf('.fui-DrawerFooter')]
    return notice.right > foot.left && notice.left < foot.right && notice.bottom > foot.top && notice.top < foot.bottom
  })()`)

test.each([1440, 390])(
  'a notice leaves the buttons of a pane free, %i pixels wide',
  async (width) => {
    const { site, browser } = portal
    await importDevices(site, site.contoso.client, { seed: `${width}`, count: 1, label: 'one.csv' })
    const { context, page, complaints } = await visit(browser, { viewport: { width, height: 900 } })
    await signIn(page, site.origin)
    await go(page, '/devices')
    await page.locator('.grid-body [role=gridcell]').nth(2).click()
    await page.keyboard.press('F2')
    await page.getByLabel('Device name').fill('DESK-1')
    await context.setOffline(true)
    await button(page, 'Save').click()
    await said(page, 'cannot be reached')
    await eventually(async () => expect(await overlap(page)).toBe(false))
    await context.setOffline(false)
    // A click reaches the button, and nothing that lies on it.
    await button(page, 'Save').click()
    await page.locator('#pane').waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await context.close()
  },
)

test('a notice of what was done disappears by itself, with reduced motion too', async () => {
  const { site, browser } = portal
  await importDevices(site, site.contoso.client, { seed: 'still', count: 1, label: 'one.csv' })
  const { context, page, complaints } = await visit(browser, { reducedMotion: 'reduce' })
  await signIn(page, site.origin)
  await go(page, '/devices')
  await page.locator('.grid-body [role=gridcell]').nth(2).click()
  await page.keyboard.press('F2')
  await page.getByLabel('Device name').fill('DESK-2')
  await button(page, 'Save').click()
  await said(page, 'was changed')
  await page.locator('.fui-ToastTitle').first().waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await context.close()
})
