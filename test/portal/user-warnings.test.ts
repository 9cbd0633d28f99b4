/** What the server says of a user who may not be able to use the device is said to the person too. */
import type { Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { beforeAll, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, go } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]
let importId: string

beforeAll(async () => {
  const { contoso, origin, settled } = portal.site
  // More than one page of rows, whose users come one after the other.
  const users = ['ghost@contoso.test', 'ada@contoso.test', 'mist@contoso.test']
  const rows = [...makeFleet({ seed: 'ghosts', count: 240 })].map((device, i) => ({
    file: 'ghosts.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
    groupTag: '',
    assignedUserPrincipalName: users[i % users.length],
  }))
  const sent = contoso.client.ask('POST', '/admin/v1/imports', { label: 'ghosts.csv', rows })
  importId = (await json(sent)).importId
  await settled()
  const visited = await visit(portal.browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, origin)
})

test('an import that went well says how many of its users may not be able to use their device', async () => {
  await go(page, `/imports/${importId}`)
  await page.getByText('240 registered.').waitFor()
  const warning = '160 rows name a user who may not be able to use the device.'
  await page.getByText(warning).waitFor()
  // All of them are counted, however many are shown.
  expect(await page.getByText('is not a user of this tenant').count()).toBeLessThan(160)
  await button(page, 'More').click()
  await page.getByText('is not a user of this tenant').nth(159).waitFor()
  await page.getByText(warning).waitFor()
})

test('who assigns a user of whom nobody knows reads the warning, which stays', async () => {
  const { value } = await json(portal.site.contoso.client.ask('GET', '/admin/v1/devices'))
  await go(page, `/devices/${(value as Json[])[0]?.id}`)
  await button(page, 'Edit').click()
  await page.getByRole('combobox', { name: 'User' }).fill('nobody@contoso.test')
  await button(page, 'Save').click()
  await page.getByRole('dialog', { name: /^Edit / }).waitFor({ state: 'detached' })
  const warning = page.locator('.fui-ToastTitle', { hasText: 'may be unusable until' })
  await warning.waitFor()
  expect(await warning.textContent()).toContain(
    "'nobody@contoso.test' is not a user of this tenant.",
  )
  expect(complaints).toEqual([])
})
