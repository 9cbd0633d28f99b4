/** Where the keyboard goes on: in the content of a page that was opened, and at the row from which one left a list. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { footOf, go } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  const { site, browser } = portal
  await importDevices(site, site.contoso.client, { seed: 'back', count: 240, label: 'fleet.csv' })
  await importDevices(site, site.contoso.client, { seed: 'more', count: 1, label: 'one.csv' })
  const visited = await visit(browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, site.origin)
})

/** The cell that has the focus: its row, as the grid counts it, and its column. */
const focused = () =>
  page.evaluate(`(() => {
    const { activeElement } = document
    return activeElement.role === 'gridcell'
      ? [Number(activeElement.parentElement.dataset.row), Number(activeElement.dataset.cell)]
      : activeElement.id || activeElement.tagName
  })()`)

const focusIs = (wanted: unknown) => eventually(async () => expect(await focused()).toEqual(wanted))

/** From another page: a list that stays where it is keeps the place to which it was scrolled. */
async function listOfDevices(): Promise<void> {
  await go(page, '/me')
  await page.locator('.grid-body').waitFor({ state: 'detached' })
  await go(page, '/devices')
  await footOf(page, '241 devices').waitFor()
}

test('a row deep in the list has the focus again after the step back', async () => {
  await listOfDevices()
  await page.locator('.grid-body [role=gridcell]').nth(2).click()
  await page.keyboard.press('Control+End')
  for (let n = 0; n < 40; n++) await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await focusIs([200, 2])
  await page.waitForURL(/row=\d+/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/devices\/[0-9a-f-]{36}$/)
  await focusIs('content')
  await page.goBack()
  await focusIs([200, 2])
  await page.keyboard.press('ArrowDown')
  await focusIs([201, 2])
})

test('so has one that was opened by its link and left by the way above the title', async () => {
  await listOfDevices()
  await page.locator('.grid-body [data-row="5"] a').first().click()
  await page.waitForURL(/\/devices\/[0-9a-f-]{36}$/)
  await page
    .getByRole('navigation', { name: 'Path' })
    .getByRole('button', { name: 'Devices' })
    .click()
  await focusIs([5, 1])
})

test('a list of another kind does the same, and a person who has gone elsewhere is left there', async () => {
  await go(page, '/imports')
  await page.getByRole('gridcell', { name: 'fleet.csv' }).click()
  const [row] = (await focused()) as number[]
  await page.keyboard.press('Enter')
  await page.getByText('240 registered.').waitFor()
  await page.goBack()
  await focusIs([row, 0])
  await page.keyboard.press('Enter')
  await page.getByText('240 registered.').waitFor()
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Imports' })
  await link.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('grid', { name: 'Imports' }).waitFor()
  await link.and(page.locator(':focus')).waitFor()
  expect(complaints).toEqual([])
})
