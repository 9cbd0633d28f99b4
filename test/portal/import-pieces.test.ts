/** Files of more rows than the server takes at once: each row is sent once, whatever happens in between. */
import type { Page, Route } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { json } from '../support/registry.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, type Visit, visit } from './visits.ts'
import { button, go, said } from './walks.ts'

const portal = portalForAll()

/** As if the server took no more at once. */
const atOnce = 2
const rows = 5

async function registered(): Promise<number> {
  return (await json(portal.site.contoso.client.ask('GET', '/admin/v1/devices?top=1&count=true')))
    .count
}

/** Ada has chosen a file and its rows wait to be sent. */
async function chosen(seed: string): Promise<Visit> {
  const visited = await visit(portal.browser)
  const { page, context } = visited
  await context.route('**/admin/v1/me', async (route) => {
    const answer = await route.fetch()
    const me = await answer.json()
    const server = { ...me.server, maxImportRows: atOnce }
    await route.fulfill({ response: answer, json: { ...me, server } })
  })
  await signIn(page, portal.site.origin)
  await go(page, '/import')
  const lines = [...makeFleet({ seed, count: rows })].map((device) => `,,${device.hash().text},Lab`)
  const head = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag'
  const buffer = Buffer.from([head, ...lines].join('\r\n'))
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ name: `${seed}.csv`, mimeType: 'text/csv', buffer })
  return visited
}

/** Each piece that leaves the page goes through `act`. Returns how many rows each had. */
async function watchPieces(page: Page, act: (route: Route, n: number) => Promise<void>) {
  const sent: number[] = []
  await page.route('**/admin/v1/imports', async (route) => {
    const request = route.request()
    if (request.method() !== 'POST') return await route.continue()
    const body = await bodyOf(page, request.headers()['idempotency-key'] ?? '')
    sent.push(body)
    await act(route, sent.length)
  })
  return sent
}

/** Of the piece as the browser keeps it. */
async function bodyOf(page: Page, key: string): Promise<number> {
  return await page.evaluate<number>(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('tw.unsent')
    opening.onsuccess = () => {
      const asking = opening.result.transaction('pieces').objectStore('pieces').get('${key}')
      asking.onsuccess = () => resolve(asking.result.body.text().then((text) => JSON.parse(text).rows.length))
      asking.onerror = () => reject(asking.error)
    }
  })`)
}

async function kept(page: Page): Promise<number> {
  return await page.evaluate<number>(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('tw.unsent')
    opening.onsuccess = () => {
      const asking = opening.result.transaction('pieces').objectStore('pieces').count()
      asking.onsuccess = () => resolve(asking.result)
      asking.onerror = () => reject(asking.error)
    }
  })`)
}

test('three requests carry five rows, and each is an import that says which part it is', async () => {
  const before = await registered()
  const { page, context, complaints } = await chosen('parts')
  const sent = await watchPieces(page, (route) => route.continue())
  await button(page, 'Import 5 devices').click()
  await page.waitForURL(`${portal.site.origin}/imports`)
  for (const n of [1, 2, 3])
    await page.getByRole('row', { name: `parts.csv, part ${n} of 3` }).waitFor()
  expect(sent).toEqual([2, 2, 1])
  expect(await kept(page)).toBe(0)
  await eventually(async () => expect(await registered()).toBe(before + rows))
  expect(complaints).toEqual([])
  await context.close()
})

test('sending goes on while another page is shown, and says so when it is done', async () => {
  const before = await registered()
  const { page, context, complaints } = await chosen('away')
  const held = Promise.withResolvers<void>()
  const sent = await watchPieces(page, async (route, n) => {
    if (n === 2) await held.promise
    await route.continue()
  })
  await button(page, 'Import 5 devices').click()
  const keepOpen = 'Keep this tab open for a moment: 3 rows are still to be sent.'
  await page.getByText(keepOpen).waitFor()
  await go(page, '/devices')
  await page.getByRole('heading', { name: 'Windows Autopilot devices' }).waitFor()
  await go(page, '/import')
  await page.getByText(keepOpen).waitFor()
  expect(await page.getByText('not sent yet').count()).toBe(0)
  await go(page, '/devices')
  await page.getByRole('heading', { name: 'Windows Autopilot devices' }).waitFor()
  held.resolve()
  await said(page, '5 rows were sent.')
  expect(new URL(page.url()).pathname).toBe('/devices')
  await button(page, 'See the result').click()
  await page.waitForURL(`${portal.site.origin}/imports`)
  expect(sent).toEqual([2, 2, 1])
  await eventually(async () => expect(await registered()).toBe(before + rows))
  expect(complaints).toEqual([])
  await context.close()
})

test('stopped, it keeps what arrived, and the rest is sent or discarded', async () => {
  const before = await registered()
  const { page, context, complaints } = await chosen('stopped')
  const held = Promise.withResolvers<void>()
  const sent = await watchPieces(page, async (route, n) => {
    if (n === 2) await held.promise
    await route.continue()
  })
  await button(page, 'Import 5 devices').click()
  await page.getByText('3 rows are still to be sent').waitFor()
  await button(page, 'Stop sending').click()
  await page.getByText('Stopping after the rows that are on their way…').waitFor()
  held.resolve()
  await page.getByText('1 row was not sent yet:').waitFor()
  expect(sent).toEqual([2, 2])
  await eventually(async () => expect(await registered()).toBe(before + 4))
  await button(page, 'Send 1 row').click()
  await page.waitForURL(/\/imports\/./)
  expect(sent).toEqual([2, 2, 1])
  await eventually(async () => expect(await registered()).toBe(before + rows))
  expect(complaints).toEqual([])
  await context.close()
})

test('while the server is away it waits, and a piece whose answer was lost is not registered twice', async () => {
  const before = await registered()
  const { page, context, complaints } = await chosen('restarted')
  let isAway = true
  const sent = await watchPieces(page, async (route, n) => {
    if (n === 1) return await route.continue()
    // Arrived, and the answer got lost; then nobody is there.
    if (n === 2) await route.fetch()
    if (n === 2 || isAway) return await route.abort('connectionrefused')
    await route.continue()
  })
  await button(page, 'Import 5 devices').click()
  await page.getByText('The server cannot be reached. Sending continues by itself').waitFor()
  isAway = false
  await page.waitForURL(`${portal.site.origin}/imports`)
  expect([sent.slice(0, 3), sent.at(-1)]).toEqual([[2, 2, 2], 1])
  const { value } = await json(portal.site.contoso.client.ask('GET', '/admin/v1/imports'))
  const labels = (value as { label: string }[]).map(({ label }) => label)
  expect(labels.filter((label) => label.startsWith('restarted.csv'))).toHaveLength(3)
  await eventually(async () => expect(await registered()).toBe(before + rows))
  expect(complaints).toEqual([])
  await context.close()
})
