/** What lists show follows from the room they have: nobody scrolls sideways for what matters. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { drawn, footOf, go } from './walks.ts'

const portal = portalForAll()
let page: Page

beforeAll(async () => {
  const { site, browser } = portal
  await importDevices(site, site.contoso.client, { seed: 'room', count: 60, label: 'fleet.csv' })
  ;({ page } = await visit(browser))
  await signIn(page, site.origin)
})

/** Pixels that are pushed aside, the titles that are shown, and how many of them are cut. */
async function listAt(width: number): Promise<{
  aside: number
  titles: readonly string[]
  cut: number
}> {
  await page.setViewportSize({ width, height: 800 })
  await go(page, '/devices')
  await footOf(page, '60 devices').waitFor()
  await drawn(page)
  const grid = page.getByRole('grid')
  return {
    aside: await grid.evaluate((element) => element.scrollWidth - element.clientWidth),
    titles: await grid.locator('.grid-title').allTextContents(),
    cut: await grid
      .locator('.grid-title')
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length),
  }
}

test('the device list has the columns for which there is room', async () => {
  for (const width of [721, 800, 1024, 1101, 1280, 1366, 1440, 1600, 1920]) {
    const { aside, titles, cut } = await listAt(width)
    expect([width, aside, cut]).toEqual([width, 0, 0])
    expect(titles.join()).toContain('Serial number,')
    expect(titles.join()).toContain('Profile status')
  }
  expect((await listAt(1280)).titles).not.toContain('Enrollment state')
  const { titles } = await listAt(1920)
  for (const title of ['Device name', 'Enrollment state', 'Registered'])
    expect(titles).toContain(title)
})

test('columns that somebody has chosen are shown in every window', async () => {
  await listAt(1280)
  await page.getByRole('button', { name: 'Choose columns' }).click()
  const registered = page.getByRole('menuitemcheckbox', { name: 'Registered', exact: true })
  expect(await registered.getAttribute('aria-checked')).toBe('false')
  await registered.click()
  await page.keyboard.press('Escape')
  await eventually(async () => expect((await listAt(1280)).titles.at(-1)).toBe('Registered'))
  expect((await listAt(1920)).titles).not.toContain('Device name')
})

test('what says how many are selected has room around it on a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await go(page, '/devices')
  await footOf(page, '60 devices').waitFor()
  await page.locator('.grid-body .grid-check').nth(1).click()
  const words = page.getByText('1 device selected', { exact: true })
  await words.waitFor()
  const above = await words.evaluate(
    (text) =>
      text.getBoundingClientRect().top - (text.parentElement?.getBoundingClientRect().top ?? 0),
  )
  expect(above).toBeGreaterThanOrEqual(6)
})
