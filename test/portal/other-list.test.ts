/** Another list begins at its top, wherever the one before was left; the way back leads to where that was. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, footOf, go } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  const { site, browser } = portal
  await importDevices(site, site.contoso.client, { seed: 'tops', count: 240, label: 'fleet.csv' })
  const visited = await visit(browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, site.origin)
  await go(page, '/devices')
  await footOf(page, '240 devices').waitFor()
})

const scrolled = () => page.getByRole('grid').evaluate((grid) => grid.scrollTop)

async function toTheEnd(): Promise<number> {
  await page.locator('.grid-body [role=gridcell]').nth(2).click()
  await page.keyboard.press('Control+End')
  await page.waitForURL(/row=\d+/)
  return Number(new URL(page.url()).searchParams.get('row'))
}

async function atTheTop(words: string): Promise<void> {
  await footOf(page, words).waitFor()
  await eventually(async () => expect(await scrolled()).toBe(0))
  await page.getByRole('row', { disabled: false }).nth(1).waitFor()
  await page.waitForURL((url) => !url.searchParams.has('row'))
}

test('a search, a filter and an order begin at the top, and the step back leads to the place before', async () => {
  const row = await toTheEnd()
  expect(row).toBeGreaterThan(150)
  await button(page, 'Group tag').click()
  await page.getByRole('checkbox', { name: /^Sales/ }).check()
  await page.keyboard.press('Escape')
  await atTheTop('90 of 240 devices')
  await page.goBack()
  await footOf(page, '240 devices').waitFor()
  await eventually(async () => expect(await scrolled()).toBeGreaterThan(1_000))
  await page.waitForURL((url) => url.searchParams.get('row') === String(row))

  await page.getByRole('columnheader', { name: 'Serial number' }).click()
  await atTheTop('240 devices')
  await toTheEnd()
  await page.getByRole('searchbox').fill('sales')
  await atTheTop('90 of 240 devices')
  expect(complaints).toEqual([])
})
