/** No file says in which code page it is: the portal shows what its names would be in each, and a person chooses. */
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
const head = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag'
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  ;({ page, complaints } = await visit(portal.browser))
  await signIn(page, portal.site.origin)
})

/** The tags are bytes of a code page, written as letters of Latin-1. */
async function choose(name: string, tags: readonly string[]) {
  const devices = [...makeFleet({ seed: name, count: tags.length })]
  const rows = devices.map(
    ({ description, hash }, i) => `${description.serialNumber},,${hash().text},${tags[i]}`,
  )
  await page.goto(`${portal.site.origin}/import`)
  await page.locator('input[type=file][multiple]').setInputFiles({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from([head, ...rows, ''].join('\r\n'), 'latin1'),
  })
  const card = page.getByRole('region', { name })
  await card.getByText('Autopilot CSV').waitFor()
  return { card, field: card.getByLabel('First names in this file, and their encoding') }
}

async function tagsOf(): Promise<readonly string[]> {
  const { value } = await json(portal.site.contoso.client.ask('GET', '/admin/v1/devices'))
  return value.map(({ groupTag }: Json) => groupTag).toSorted()
}

/** `Łódź` and `Kraków` as Windows-1250 has them. */
const polish = ['\u00a3\u00f3d\u009f', 'Krak\u00f3w']

test('letters that were read wrongly are read anew in the code page that a person chooses', async () => {
  const { card, field } = await choose('polish.csv', [...polish, 'Lab'])
  await field.waitFor()
  // Whatever was destroyed is not sent.
  await button(page, 'Import 2 devices').waitFor()
  expect(await field.inputValue()).toBe('windows-1252')
  const offers = await field.getByRole('option').allTextContents()
  expect(offers).toContain('Łódź, Kraków – Windows-1250 (Central European)')
  // In those pages the names could not be read.
  expect(offers.join()).not.toContain('\ufffd')
  expect(await faultsOf(page, { scheme: 'light', width: 1440 })).toEqual([])
  await field.selectOption('windows-1250')
  await button(page, 'Import 3 devices').waitFor()
  await card.getByText('Autopilot CSV, WINDOWS-1250').waitFor()
  await button(page, 'Import 3 devices').click()
  await page.getByText('3 registered.').waitFor()
  await eventually(async () => expect(await tagsOf()).toEqual(['Kraków', 'Lab', 'Łódź']))
  expect(complaints).toEqual([])
})

test('repairing such a file keeps the letters that were chosen', async () => {
  const { card, field } = await choose('spaces.csv', [
    `${polish[1]} `,
    'Caf\u00e9 ',
    '\u00a3\u00f3d\u009f',
  ])
  await field.selectOption('windows-1250')
  await card.getByRole('button', { name: /^Fix \d+ issues?$/ }).click()
  await card.getByText(/fixed\.$/).waitFor()
  await button(page, 'Import 3 devices').click()
  await page.getByText('3 registered.').waitFor()
  await eventually(async () =>
    expect(await tagsOf()).toEqual(['Café', 'Kraków', 'Kraków', 'Lab', 'Łódź', 'Łódź']),
  )
})

test('of a file in UTF-8, and of one without such letters, nothing is asked', async () => {
  for (const tag of ['Lab', Buffer.from('Łódź').toString('latin1')]) {
    const { field } = await choose('clear.csv', [tag])
    await button(page, 'Import 1 device').waitFor()
    expect(await field.count()).toBe(0)
  }
})
