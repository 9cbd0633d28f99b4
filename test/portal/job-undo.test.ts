/** The way back from a change of many devices, whether it waits, was cancelled halfway, or is done. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, footOf, go, openJobs, said } from './walks.ts'

const portal = portalForAll()
/** More than a slice of a job. */
const count = 240
let page: Page

beforeAll(async () => {
  const { site, browser } = portal
  await importDevices(site, site.contoso.client, { seed: 'undo', count, label: 'fleet.csv' })
  page = (await visit(browser)).page
  await signIn(page, site.origin)
})

const ask = async (path: string): Promise<Json> => json(portal.site.contoso.client.ask('GET', path))

async function having(filter: string): Promise<number> {
  const path = `/admin/v1/devices?top=1&count=true&filter=${encodeURIComponent(filter)}`
  return (await ask(path)).count
}

test('a change that still waits is taken back by its notice, and the bell knows of it at once', async () => {
  const before = await having(`userPrincipalName eq 'mei@contoso.test'`)
  portal.site.hold()
  await go(page, '/devices')
  await footOf(page, `${count} devices`).waitFor()
  await page.locator('.grid-body .grid-check').first().click()
  await button(page, `Select all ${count} that match`).click()
  await button(page, 'More actions').click()
  await page.getByRole('menuitem', { name: 'Unassign user' }).click()
  await said(page, `Changing ${count} devices.`)
  // It stays while somebody is at it.
  await page.locator('.fui-Toast').hover()
  await page
    .locator('header')
    .getByRole('button', { name: /running/ })
    .waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await said(page, 'Nothing had been changed yet.')
  portal.site.release()
  await portal.site.settled()
  expect(await having(`userPrincipalName eq 'mei@contoso.test'`)).toBe(before)
})

test('a change that was cancelled halfway is undone for what it has changed', async () => {
  const { contoso, registry, hold, release } = portal.site
  const before = await having(`groupTag eq 'Sales'`)
  hold()
  const begun = await contoso.client.ask('POST', '/admin/v1/jobs', {
    kind: 'update-devices',
    selection: { filter: '', expectedCount: count },
    change: { groupTag: { set: 'Halfway' } },
  })
  const { id } = await json(begun)
  await eventually(async () => expect(await registry.app.runNextJob()).toBe(true))
  const cancelled = await contoso.client.ask('POST', `/admin/v1/jobs/${id}/cancel`, {})
  expect((await json(cancelled)).counts.changed).toBeGreaterThan(0)
  expect(await having(`groupTag eq 'Halfway'`)).toBeLessThan(count)
  await go(page, '/overview')
  await page.reload()
  await openJobs(page)
  await page.getByTitle(/^Undo until/).click()
  release()
  await eventually(async () => expect(await having(`groupTag eq 'Halfway'`)).toBe(0))
  expect(await having(`groupTag eq 'Sales'`)).toBe(before)
})

test('a change is found however many there were since', async () => {
  const { contoso, settled } = portal.site
  const { value } = await ask('/admin/v1/devices?top=5')
  const ids = value.map(({ id }: Json) => id)
  for (const id of ids)
    await contoso.client.ask('POST', '/admin/v1/jobs', {
      kind: 'update-devices',
      selection: { ids: [id] },
      change: { groupTag: { set: 'Further back' } },
    })
  await settled()
  // As if an answer held no more.
  await page.context().route(/\/admin\/v1\/jobs\?limit=50/, (route) => {
    const url = new URL(route.request().url())
    url.searchParams.set('limit', '2')
    return route.continue({ url: url.href })
  })
  await go(page, '/overview')
  await page.reload()
  await openJobs(page)
  const ways = page.getByTitle(/^Undo until/)
  await eventually(async () => expect(await ways.count()).toBe(2))
  for (const count of [4, 5]) {
    await button(page, 'Show older jobs').click()
    await eventually(async () => expect(await ways.count()).toBeGreaterThanOrEqual(count))
  }
})
