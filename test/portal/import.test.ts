/** Import by files: what is damaged is repaired in the browser, and what was sent outlives page and browser. */
import { utils } from '@e965/xlsx'
import type { Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { makeBook } from '../collect/make-book.ts'
import { makeZip } from '../collect/make-zip.ts'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, go } from './walks.ts'

const portal = portalForAll()

const head = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag'

function csvOf(seed: string, count: number): string[] {
  return [...makeFleet({ seed, count })].map(
    (device) => `${device.description.serialNumber},,${device.hash().text},Lab`,
  )
}

async function chooseFile(page: Page, name: string, text: string | Uint8Array): Promise<void> {
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}

async function registered(): Promise<number> {
  return (await json(portal.site.contoso.client.ask('GET', '/admin/v1/devices?top=1&count=true')))
    .count
}

test('a damaged file is checked and repaired before anything is sent, and then registered', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await go(page, '/import')
  const [first = '', second = '', third = ''] = csvOf('damaged', 3)
  const shortened = second.replace(/=*(,[^,]*)$/, '$1')
  const lines = [head, first, shortened, third, first]
  await chooseFile(page, 'damaged.csv', Buffer.from(`\ufeff${lines.join('\r\n')}`, 'utf16le'))
  const card = page.getByRole('region', { name: 'damaged.csv' })
  await card.getByText('Autopilot CSV').waitFor()
  await card.getByText('duplicate-row').waitFor()
  expect(await registered()).toBe(0)
  await card.getByRole('button', { name: /^Fix \d+ issues?$/ }).click()
  await card.getByText(/fixed\.$/).waitFor()
  await button(page, 'Import 3 devices').click()
  await page.getByText('3 registered.').waitFor()
  expect(await registered()).toBe(3)
  expect(complaints).toEqual([])
  await context.close()
})

test('1,200 rows are decided on while the page is loaded anew and the browser begins again', async () => {
  const before = await registered()
  const first = await visit(portal.browser)
  await signIn(first.page, portal.site.origin)
  await go(first.page, '/import')
  portal.site.hold()
  await chooseFile(first.page, 'r1200.csv', [head, ...csvOf('many', 1_200)].join('\r\n'))
  // More rows than Intune's own upload page takes are no fault here.
  const card = first.page.getByRole('region', { name: 'r1200.csv' })
  await card.getByText('1,200 rows').waitFor()
  expect(await card.getByText('too-many-rows').count()).toBe(0)
  await button(first.page, 'Import 1,200 devices').click()
  const waiting = '1,200 rows are still being decided.'
  await first.page.getByText(waiting).first().waitFor()
  await first.page.reload()
  await first.page.getByText(waiting).first().waitFor()
  const address = first.page.url()
  await first.context.close()

  const second = await visit(portal.browser)
  await signIn(second.page, portal.site.origin)
  await go(second.page, '/imports')
  await second.page.getByRole('row', { name: /r1200\.csv/ }).waitFor()
  await go(second.page, new URL(address).pathname)
  await second.page.getByText(waiting).first().waitFor()
  portal.site.release()
  await second.page.getByText('1,200 registered.').waitFor()
  expect(await registered()).toBe(before + 1_200)
  expect([...first.complaints, ...second.complaints]).toEqual([])
  await second.context.close()
})

test('rows that fail say why, and are tried again when the reason is gone', async () => {
  const fabrikam = await portal.site.addOrganization('fabrikam.test', 'Fabrikam')
  const [device] = [...makeFleet({ seed: 'contested', count: 1 })]
  const hardwareIdentifier = device?.hash().text
  const row = { file: 'theirs.csv', line: 2, serialNumber: '', hardwareIdentifier }
  await fabrikam.client.ask('POST', '/admin/v1/imports', { label: 'theirs.csv', rows: [row] })
  await portal.site.settled()

  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await go(page, '/import')
  await chooseFile(page, 'ours.csv', [head, ...csvOf('contested', 1)].join('\r\n'))
  await button(page, 'Import 1 device').click()
  await page.getByText('0 registered · 1 failed.').waitFor()
  await page.getByText('808 ZtdDeviceAssignedToOtherTenant').waitFor()

  const { value } = await json(fabrikam.client.ask('GET', '/admin/v1/devices'))
  const ids = (value as Json[]).map(({ id }) => id)
  const released = await fabrikam.client.ask('POST', '/admin/v1/releases', { ids })
  expect(released.status).toBe(200)
  await button(page, 'Retry these 1').click()
  await page.getByText('1 registered.').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('files of the same name from different folders are all kept, and the same file is taken once', async () => {
  const before = await registered()
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await go(page, '/import')
  const boxes = ['north', 'south'].map((seed) => [head, ...csvOf(seed, 2)].join('\r\n'))
  for (const text of [...boxes, ...boxes]) {
    await chooseFile(page, 'devices.csv', text)
    await page.getByText(/^Reading/).waitFor({ state: 'detached' })
  }
  const second = page.getByRole('region', { name: 'devices (2).csv' })
  await second.getByText('Another file here is named devices.csv too').waitFor()
  expect(await page.getByRole('region', { name: /^devices.*csv$/ }).count()).toBe(2)
  await button(page, 'Import 4 devices').click()
  await page.getByText('4 registered.').waitFor()
  expect(await registered()).toBe(before + 4)
  await page.getByRole('cell', { name: 'devices (2).csv' }).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('a workbook in a ZIP archive is read in the browser, and an old one by the server when asked to', async () => {
  const before = await registered()
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await go(page, '/import')
  const notes = utils.aoa_to_sheet([['Ask Mei about the rest.']])
  const sheet = (seed: string, count: number) =>
    utils.aoa_to_sheet([head, ...csvOf(seed, count)].map((line) => line.split(',')))
  const book = makeBook({ Notes: notes, Devices: sheet('packed', 2) })
  await chooseFile(page, 'spring.zip', makeZip([{ name: 'list.xlsx', content: book }]))
  const packed = page.getByRole('region', { name: 'spring.zip/list.xlsx!Devices' })
  await packed.getByText('2 rows').waitFor()
  await packed.getByText('No findings').waitFor()

  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await chooseFile(page, 'old.xls', makeBook({ Devices: sheet('old', 3) }, 'biff8'))
  const old = page.getByRole('region', { name: 'old.xls' })
  await old.getByText('The server reads files of this kind.').waitFor()
  expect(asked).not.toContain('/admin/v1/collect')
  await old.getByRole('button', { name: 'Let the server read it' }).click()
  await page.getByRole('region', { name: 'old.xls!Devices' }).getByText('3 rows').waitFor()
  expect(await registered()).toBe(before)
  await button(page, 'Import 5 devices').click()
  await page.getByText('5 registered.').waitFor()
  expect(await registered()).toBe(before + 5)
  expect(complaints).toEqual([])
  await context.close()
})

test('a file that is not a table is read by the server when asked to', async () => {
  const before = await registered()
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await go(page, '/import')
  const [device] = [...makeFleet({ seed: 'graph', count: 1 })]
  const { serialNumber = '' } = device?.description ?? {}
  const item = {
    serialNumber,
    hardwareIdentifier: device?.hash().text,
    groupTag: 'Lab',
    person: 'a@contoso.test',
  }
  await chooseFile(page, 'graph.json', JSON.stringify({ value: [item] }))
  const card = page.getByRole('region', { name: 'graph.json' })
  await card.getByText('This is not a table of devices.').waitFor()
  await card.getByRole('button', { name: 'Let the server read it' }).click()
  await card.getByText('1 row').waitFor()
  // Who the person is nobody knows: as in the command line, that is decided first.
  await card.getByText('person').waitFor()
  await card.getByRole('button', { name: 'Import it as it was read' }).click()
  await button(page, 'Import 1 device').click()
  await page.getByText('1 registered.').waitFor()
  expect(await registered()).toBe(before + 1)
  expect(complaints).toEqual([])
  await context.close()
})

test('what was not sent when the page went away is sent by the next one, and once', async () => {
  const before = await registered()
  const { context, page, complaints } = await visit(portal.browser)
  // Pieces of two rows, as if the server took no more at once.
  await context.route('**/admin/v1/me', async (route) => {
    const answer = await route.fetch()
    const me = await answer.json()
    const server = { ...me.server, maxImportRows: 2 }
    await route.fulfill({ response: answer, json: { ...me, server } })
  })
  await signIn(page, portal.site.origin)
  await go(page, '/import')
  await chooseFile(page, 'pieces.csv', [head, ...csvOf('pieces', 5)].join('\r\n'))
  let sent = 0
  await page.route('**/admin/v1/imports', async (route) => {
    sent += 1
    if (sent === 1) await route.continue()
    // The second arrives, and nobody learns of it.
    else if (sent === 2) await route.fetch()
  })
  await button(page, 'Import 5 devices').click()
  await page.getByText('Keep this tab open for a moment: 3 rows are still to be sent.').waitFor()
  await eventually(async () => expect(await registered()).toBe(before + 4))
  const next = await context.newPage()
  await next.goto(`${portal.site.origin}/import`)
  // Nothing is left over while the other tab has it in hand.
  await next.getByText('Another tab of this browser is sending rows.').waitFor()
  await page.close()
  await next.getByText('3 rows were not sent yet:').waitFor()
  await button(next, 'Send 3 rows').click()
  await next.waitForURL(`${portal.site.origin}/imports`)
  await eventually(async () => expect(await registered()).toBe(before + 5))
  await go(next, '/import')
  await next.getByRole('heading', { name: 'Import devices' }).waitFor()
  expect(await next.getByText('not sent yet').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})
