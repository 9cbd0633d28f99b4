/** A server that is busy, restarting or away for a moment: the portal waits as it was asked to, and goes on by itself. */
import type { Page, Route } from 'playwright-core'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, footOf, go, said } from './walks.ts'

const portal = portalForAll()
const profileSet = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  const { site, browser } = portal
  await importDevices(site, site.contoso.client, { seed: 'busy', count: 3, label: 'few.csv' })
  const visited = await visit(browser)
  await visited.context.clock.install()
  page = visited.page
  complaints = visited.complaints
  await signIn(page, site.origin)
})
beforeEach(async () => {
  await page.unrouteAll({ behavior: 'wait' })
})

const unavailable = (route: Route, seconds = 1): Promise<void> =>
  route.fulfill({
    status: 503,
    headers: { 'retry-after': `${seconds}` },
    json: { error: { code: 'ServiceUnavailable', message: 'The database does not answer.' } },
  })

test('a list that is refused for a moment comes by itself, and the page says that it waits', async () => {
  let refused = 0
  await page.route(/\/admin\/v1\/devices\?/, (route) =>
    ++refused <= 2 ? unavailable(route, 30) : route.continue(),
  )
  await go(page, '/devices')
  for (const times of [1, 2]) {
    await eventually(() => expect(refused).toBe(times))
    await page.getByRole('status').filter({ hasText: 'The server is busy.' }).waitFor()
    await page.clock.runFor(30_000)
  }
  await footOf(page, '3 devices').waitFor()
  await page.getByText('The server is busy.').first().waitFor({ state: 'detached' })
  expect(await button(page, 'Try again').count()).toBe(0)
})

async function editedProfile(): Promise<string> {
  const type = '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile'
  const body = { '@odata.type': type, displayName: 'Kiosk' }
  const { id } = await json(portal.site.contoso.client.ask('POST', profileSet, body))
  await go(page, `/profiles/${id}`)
  await page.getByRole('textbox', { name: 'Description' }).fill('Mine')
  return `${profileSet}/${id}`
}

test('a save that was done, though its answer said otherwise, is not taken for the work of somebody else', async () => {
  const path = await editedProfile()
  let asked = 0
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() !== 'PATCH' || ++asked > 1) return route.continue()
    const done = await route.fetch()
    expect(done.ok()).toBe(true)
    return unavailable(route)
  })
  await button(page, 'Save').click()
  await said(page, 'The profile was saved.')
  expect(await page.getByText('Changed in the meantime').count()).toBe(0)
  expect((await json(portal.site.contoso.client.ask('GET', path))).description).toBe('Mine')
})

test('after the server was away the page finds out by itself that it is back', async () => {
  await go(page, '/devices')
  await footOf(page, '3 devices').waitFor()
  await page.route(/\/(admin|beta|v1\.0|portal-configuration)\b/, (route) => route.abort())
  // Another list than the one before, by the same code.
  await go(page, '/devices?q=nothing')
  await page.getByRole('alert').filter({ hasText: 'No connection.' }).waitFor()
  await button(page, 'Try again').waitFor()
  await page.unrouteAll({ behavior: 'wait' })
  await page.getByText('No device matches').waitFor()
  await page.getByText('No connection.').first().waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})
