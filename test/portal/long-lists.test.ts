/** Lists of more than one answer: what is further behind is found too, and nothing says that it is not there. */
import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { go } from './walks.ts'

const portal = portalForAll()
/** More than a column of the board shows at once. */
const cases = 53
let context: BrowserContext
let page: Page
let complaints: readonly string[]
let devices: readonly Json[]

async function send(path: string, body: unknown): Promise<Json> {
  const answer = await portal.site.contoso.client.ask('POST', `/admin/v1/${path}`, body)
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return json(answer)
}

beforeAll(async () => {
  const { site, browser } = portal
  const { client } = site.contoso
  await importDevices(site, client, { seed: 'long', count: cases, label: 'fleet.csv' })
  devices = (await json(client.ask('GET', '/admin/v1/devices?top=200&sort=id'))).value
  const visited = await visit(browser)
  ;({ context, page, complaints } = visited)
  // As if these answers held no more at once.
  await context.route(
    /\/admin\/v1\/(repair-cases|removal-plans|transfers|enrollment-tokens|deleted-devices)\?/,
    (route) => {
      const url = new URL(route.request().url())
      if (url.searchParams.has('limit')) url.searchParams.set('limit', '20')
      return route.continue({ url: url.href })
    },
  )
  await signIn(page, site.origin)
})

test('every repair case is counted and found, and no more are drawn than somebody looks at', async () => {
  const contact = { name: 'Ada Lind', email: 'ada@contoso.test', timeZone: 'Europe/Zurich' }
  for (const { id } of devices)
    await send('repair-cases', {
      deviceId: id,
      problem: {
        summary: id === devices[0]?.id ? 'Smells of coffee' : 'It does not start',
        accidental: false,
      },
      contact,
    })
  await go(page, '/repairs')
  await page.getByRole('heading', { name: `(${cases})` }).waitFor()
  expect(await page.locator('.board article').count()).toBe(50)
  await page.getByRole('button', { name: 'Show more (3 left)' }).click()
  expect(await page.locator('.board article').count()).toBe(cases)
  // The oldest comes with the last answer.
  await page.getByRole('searchbox').fill('coffee')
  await page.locator('.board article', { hasText: devices[0]?.serialNumber }).waitFor()
  expect(await page.locator('.board article').count()).toBe(1)
  await page.getByText(`1 of ${cases} match.`).waitFor()
})

test('a removal plan that is further behind is found by its words', async () => {
  for (let n = 0; n < 41; n++) {
    const reason = n === 0 ? 'The very first' : 'Another'
    await send('removal-plans', { select: { ids: [devices[n]?.id] }, reason })
  }
  await go(page, '/removals')
  await page.getByRole('grid').waitFor()
  await page.getByRole('searchbox').fill('very first')
  await page.getByRole('gridcell', { name: 'The very first' }).waitFor()
  await page.getByText('1 of 41 match.').waitFor()
})

/** Rows of the list that is shown. */
async function rowsAre(count: number): Promise<void> {
  await page.locator(`[role=grid][aria-rowcount="${count + 1}"]`).waitFor()
}

test('transfers and enrollment tokens are read to their end', async () => {
  for (const { id } of devices.slice(0, 25)) await send('transfers', { deviceIds: [id] })
  await go(page, '/transfers')
  await rowsAre(25)
  for (let n = 0; n < 25; n++) await send('enrollment-tokens', {})
  await go(page, '/enrollments/tokens')
  await rowsAre(25)
})

test('deleted devices are searched by the server, however few of them are read', async () => {
  const gone = devices.slice(30, 53)
  const { registry, contoso } = portal.site
  // The emulator frees what is deleted; here it stays, and one person deletes it.
  await registry.store.pool.query(`update tenant set on_delete = 'reserve' where tenant_id = $1`, [
    contoso.tenantId,
  ])
  await registry.store.pool.query('insert into approval_policy values ($1, 1000000, 1, 24, null)', [
    contoso.tenantId,
  ])
  const path = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
  for (const { id } of gone)
    expect((await contoso.client.ask('DELETE', `${path}/${id}`)).status).toBe(204)
  const [first] = gone
  await go(page, '/deleted')
  await rowsAre(gone.length)
  const asked = page.waitForRequest((request) => request.url().includes('q=pc-gone'))
  await page.getByRole('searchbox').fill('pc-gone')
  await asked
  await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
  await page.getByRole('searchbox').fill(first?.serialNumber.slice(2).toLowerCase())
  await rowsAre(1)
  await page.getByRole('gridcell', { name: first?.serialNumber }).waitFor()
  await page.getByRole('searchbox').fill('')
  await rowsAre(gone.length)
  expect(complaints).toEqual([])
})
