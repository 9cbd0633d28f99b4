/** What stops an import of the command line is decided by a person in the portal too, before a row is sent. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { beforeAll, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { faultsOf } from './looks.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button } from './walks.ts'

const portal = portalForAll()
const head = 'Device Serial Number,Windows Product ID,Hardware Hash'
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  const visited = await visit(portal.browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, portal.site.origin)
})

async function choose(name: string, lines: readonly string[]) {
  await page.goto(`${portal.site.origin}/import`)
  await page.getByRole('heading', { name: 'Import devices' }).waitFor()
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
  const card = page.getByRole('region', { name })
  await card.getByText('Autopilot CSV').waitFor()
  return card
}

const rowsOf = (seed: string, count: number, rest = '') =>
  [...makeFleet({ seed, count })].map(
    (device) => `${device.description.serialNumber},,${device.hash().text}${rest}`,
  )

async function devices(): Promise<readonly Json[]> {
  return (await json(portal.site.contoso.client.ask('GET', '/admin/v1/devices'))).value
}

const waits = 'Its rows are not sent until you have decided:'

test('a column that may hold tags is lost to nobody who has not said so', async () => {
  const lines = [`${head},My Tag`, ...rowsOf('tags', 2, ',Lab')]
  const card = await choose('tags.csv', lines)
  await card.getByText(waits).waitFor()
  await card.getByRole('listitem').getByText('My Tag').waitFor()
  expect(await button(page, 'Import 0 devices').isDisabled()).toBe(true)
  await page.getByText('2 rows are left out.').waitFor()

  await card.getByRole('button', { name: /^Fix \d+ issues?$/ }).click()
  await card.getByText(/fixed\.$/).waitFor()
  expect(await card.getByText(waits).count()).toBe(1)

  await button(page, 'Import it as it was read').click()
  await button(page, 'Import 2 devices').waitFor()
  await button(page, 'Decide again').click()
  await button(page, 'Import 0 devices').waitFor()
  await button(page, 'Import it as it was read').click()
  await button(page, 'Import 2 devices').click()
  await page.getByText('2 registered.').waitFor()
  expect((await devices()).map(({ groupTag }) => groupTag)).toEqual(['', ''])
  expect(complaints).toEqual([])
})

test('users in a column that is left out wait too, beside a file that is in order', async () => {
  const lines = [`${head},Mailbox`, ...rowsOf('users', 1, ',mei@contoso.test')]
  const card = await choose('users.csv', lines)
  await card.getByText(waits).waitFor()
  const buffer = Buffer.from([head, ...rowsOf('plain', 2)].join('\r\n'))
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ name: 'plain.csv', mimeType: 'text/csv', buffer })
  const plain = page.getByRole('region', { name: 'plain.csv' })
  await plain.getByText('Autopilot CSV').waitFor()
  expect(await plain.getByText(waits).count()).toBe(0)
  await button(page, 'Import 2 devices').waitFor()
  await page.getByText('1 row is left out.').waitFor()
})

test('what is left out is a table with titles, in which a spreadsheet calculates nothing', async () => {
  const [row = ''] = rowsOf('rest', 1)
  await choose('rest.csv', [head, row.replace(/^[^,]*/, '=1+1').slice(0, 400)])
  const saving = page.waitForEvent('download')
  await button(page, 'Download what is left out').click()
  const text = await readFile(await (await saving).path(), 'utf8')
  const [titles, line] = text.split('\r\n')
  expect(titles).toBe('File,Line,Serial number,Why')
  expect(line).toMatch(/^rest\.csv,2,'=1\+1,/)
})

test('findings of many rows can be read with the keyboard alone', async () => {
  const lines = rowsOf('many', 30).map((row) => row.slice(0, 300))
  const card = await choose('many.csv', [head, ...lines])
  await card.getByRole('table', { name: 'Findings' }).waitFor()
  expect(await faultsOf(page, { scheme: 'light', width: 1440 })).toEqual([])
  expect(complaints).toEqual([])
})
