/** 400 % on a small screen: 320 by 256 pixels are left, and everything can still be reached and done (WCAG 1.4.10). */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { base64, laptop, withOtherKey } from '../support/machines.ts'
import { json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, footOf, go } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  const { site, browser } = portal
  const { client } = site.contoso
  await importDevices(site, client, { seed: 'zoomed', count: 24, label: 'fleet.csv' })
  for (const hash of [laptop('two'), withOtherKey(laptop('two'))]) {
    const rows = [{ file: 'two.csv', line: 2, hardwareIdentifier: base64(hash) }]
    await client.ask('POST', '/admin/v1/imports', { label: 'two.csv', rows })
    await site.settled()
  }
  const visited = await visit(browser, { viewport: { width: 320, height: 256 } })
  ;({ page, complaints } = visited)
  await signIn(page, site.origin)
})

/** Nothing lies on it: a click would reach it. */
const reachable = (name: string | RegExp) => button(page, name).first().click({ trial: true })

test('a list is filtered, and its devices are edited and deleted', async () => {
  await go(page, '/devices')
  await footOf(page, '25 devices').waitFor()
  await button(page, 'Group tag').click()
  await page.getByRole('checkbox', { name: /^Sales/ }).check()
  await page.keyboard.press('Escape')
  await footOf(page, '9 of 25 devices').waitFor()
  await page.locator('.grid-head .grid-check').click()
  for (const name of ['Edit', 'Delete', 'Clear']) await reachable(name)
  await button(page, 'Edit').click()
  const pane = page.getByRole('dialog', { name: 'Edit 9 devices' })
  await pane.getByLabel('What to do with: Device name').selectOption('replace')
  await pane.getByLabel('Name template').fill('S-%RAND:5%')
  await button(page, 'Preview').click()
  await button(page, 'Change 9 devices').click()
  await pane.waitFor({ state: 'detached' })
  const notice = page.locator('.fui-Toast')
  await notice.getByRole('button', { name: 'Close' }).click()
  await notice.waitFor({ state: 'detached' })
})

test('what speaks for a decision is read beside its buttons', async () => {
  const { value } = await json(portal.site.contoso.client.ask('GET', '/admin/v1/conflicts'))
  await go(page, `/conflicts/${value[0].id}`)
  for (const name of ['It is the same device', 'Not now']) await reachable(name)
  // No bar stands on it once it is scrolled to.
  const evidence = page.getByRole('row').nth(1)
  const covered = await evidence.evaluate((row) => {
    row.scrollIntoView({ block: 'center' })
    const { left, top } = row.getBoundingClientRect()
    return !row.contains(row.ownerDocument.elementFromPoint(left + 8, top + 8))
  })
  expect(covered).toBe(false)
})

test('no page is wider than the window', async () => {
  for (const path of [
    '/overview',
    '/devices',
    '/import',
    '/repairs',
    '/access/people',
    '/audit',
    '/me',
  ]) {
    await go(page, path)
    await page.locator('h1').waitFor()
    const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect([path, await page.evaluate(over)]).toEqual([path, 0])
  }
  expect(complaints).toEqual([])
})
