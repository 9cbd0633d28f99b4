/** What was typed or chosen and not saved is left by nobody without a word. */
import type { Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { beforeAll, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, go } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  const { site, browser } = portal
  await importDevices(site, site.contoso.client, { seed: 'unsaved', count: 1, label: 'one.csv' })
  const visited = await visit(browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, site.origin)
})

const asked = () => page.getByRole('alertdialog', { name: 'Discard your changes?' })

async function keepEditing(): Promise<void> {
  await asked().getByRole('button', { name: 'Keep editing' }).click()
  await asked().waitFor({ state: 'detached' })
}

async function discard(): Promise<void> {
  await asked().getByRole('button', { name: 'Discard' }).click()
}

test('a form of a page is left by a link only when the person says so', async () => {
  await go(page, '/profiles/new')
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('Kiosk')
  const link = page.getByRole('link', { name: 'Devices', exact: true })
  await link.click()
  await keepEditing()
  expect(await name.inputValue()).toBe('Kiosk')
  expect(new URL(page.url()).pathname).toBe('/profiles/new')
  await link.click()
  await discard()
  await page.waitForURL(/\/devices$/)
  await page.getByRole('grid').waitFor()
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.waitForURL(/\/overview$/)
})

test('a pane in which something was typed stays on the way back, until it is discarded', async () => {
  await go(page, '/devices')
  const { value } = await json(portal.site.contoso.client.ask('GET', '/admin/v1/devices'))
  await go(page, `/devices/${(value as Json[])[0]?.id}`)
  await button(page, 'Edit').click()
  const tag = page.getByRole('combobox', { name: 'Group tag' })
  await tag.fill('Mine')
  await page.evaluate('history.back()')
  await keepEditing()
  expect(await tag.inputValue()).toBe('Mine')
  expect(page.url()).toMatch(/\/devices\/[0-9a-f-]{36}$/)
  await page.evaluate('history.back()')
  await discard()
  await page.waitForURL(/\/devices$/)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('files that were checked and not sent are left neither by a key nor by a reload', async () => {
  await go(page, '/import')
  const lines = [...makeFleet({ seed: 'kept', count: 1 })].map((each) => `,,${each.hash().text}`)
  const head = 'Device Serial Number,Windows Product ID,Hardware Hash'
  const buffer = Buffer.from([head, ...lines].join('\r\n'))
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ name: 'kept.csv', mimeType: 'text/csv', buffer })
  const send = button(page, 'Import 1 device')
  await send.waitFor()
  await page.getByRole('heading', { name: 'Import devices' }).click()
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await keepEditing()
  await send.waitFor()
  const asks = page.waitForEvent('dialog')
  await page.evaluate('void setTimeout(() => location.reload())')
  const dialog = await asks
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await send.click()
  await page.getByText('1 registered.').waitFor()
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.waitForURL(/\/overview$/)
  expect(complaints).toEqual([])
})
