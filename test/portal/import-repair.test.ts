/** Repairing a file loses no row of it: what the repaired form has no room for stays as it was read. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { faultsOf } from './looks.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  ;({ page, complaints } = await visit(portal.browser))
  await signIn(page, portal.site.origin)
})

const head = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag'
const tags = [' Lab ', '"Lobby, floor 2"', 'Łódź', '東京', 'Kiosk']
const rows = [...makeFleet({ seed: 'repair', count: 6 })].map(
  ({ description, hash }, i) =>
    `${description.serialNumber},,${hash().text.slice(0, i === 5 ? 300 : undefined)},${tags[i] ?? ''}`,
)

test('rows with commas and letters outside ANSI are imported from a repaired file', async () => {
  await page.goto(`${portal.site.origin}/import`)
  await page.locator('input[type=file][multiple]').setInputFiles({
    name: 'many.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Autopilot of spring', head, ...rows, rows[4], ''].join('\r\n')),
  })
  const card = page.getByRole('region', { name: 'many.csv' })
  await card.getByText('7 rows').waitFor()
  await card.getByRole('button', { name: /^Fix \d+ issues?$/ }).click()
  await card.getByText('4 rows have a value that the strict form cannot hold').waitFor()
  // The exact repetition is gone, and the row with half a hash still stays out, by the line that it has in the file.
  await card.getByText('6 rows').first().waitFor()
  await page.getByText('1 row is left out.').waitFor()
  expect(await faultsOf(page, { scheme: 'light', width: 1440 })).toEqual([])
  const saving = page.waitForEvent('download')
  await button(page, 'Download what is left out').click()
  const rest = await readFile(await (await saving).path(), 'utf8')
  expect(rest.split('\r\n')[1]).toMatch(/^many\.csv,8,/)

  await button(page, 'Import 5 devices').click()
  await page.getByText('5 registered.').waitFor()
  const { client } = portal.site.contoso
  await eventually(async () => {
    const { value } = await json(client.ask('GET', '/admin/v1/devices'))
    expect(value.map(({ groupTag }: Json) => groupTag).toSorted()).toEqual(
      ['Kiosk', 'Lab', 'Lobby, floor 2', 'Łódź', '東京'].toSorted(),
    )
  })
  const lines = await page.getByRole('table').locator('tbody tr').allTextContents()
  expect(lines.length).toBe(5)
  expect(complaints).toEqual([])
})
