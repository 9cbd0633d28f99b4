/** A session that ends, or cannot be renewed for a moment, while somebody works: nothing is lost, and nothing is done by someone else. */
import type { Page, Route } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { enterPassword, openLanding, signIn, visit } from './visits.ts'
import { button, go, said } from './walks.ts'

const portal = portalForAll()
let passed = 0
const ian = 'ian@contoso.test'

beforeAll(async () => {
  const { contoso } = portal.site
  await contoso.addPerson('ian', 'Ian Innes', ['Intune Administrator'])
  await importDevices(portal.site, contoso.client, { seed: 'sessions', count: 1, label: 'one.csv' })
})

const ask = async (path: string): Promise<Json> => json(portal.site.contoso.client.ask('GET', path))

async function onlyDevice(): Promise<Json> {
  return (await ask('/admin/v1/devices')).value[0]
}

/** Ada's pane with a name typed and not saved. */
async function typedName(page: Page, name: string): Promise<void> {
  await go(page, `/devices/${(await onlyDevice()).id}`)
  await button(page, 'Edit').click()
  await page.getByLabel('Device name').fill(name)
}

async function endSessionsOf(name: string): Promise<void> {
  const { value } = await ask('/v1.0/users')
  const { id } = value.find((each: Json) => each.userPrincipalName === name)
  const ended = await portal.site.contoso.client.ask(
    'POST',
    `/v1.0/users/${id}/revokeSignInSessions`,
  )
  expect(ended.status).toBeLessThan(300)
}

test('what one person typed is not done by another who signs in again in its place', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await typedName(page, 'ADAS-1')
  await endSessionsOf('ada@contoso.test')
  await button(page, 'Save').dispatchEvent('click')
  const dialog = page.getByRole('alertdialog', { name: 'You have been signed out' })
  const signInAs = async (name?: string) => {
    const opened = context.waitForEvent('page')
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    const popUp = await opened
    await popUp.waitForSelector('#username')
    expect(await popUp.inputValue('#username')).toBe('ada@contoso.test')
    await enterPassword(popUp, name)
  }
  await signInAs(ian)
  await dialog.getByRole('alert').getByText(`You signed in as ${ian}.`).waitFor()
  expect((await onlyDevice()).displayName).not.toBe('ADAS-1')
  await signInAs()
  await eventually(async () => expect((await onlyDevice()).displayName).toBe('ADAS-1'))
  await page.locator('#pane').waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await context.close()
})

test('an act that does not reach the server says so in words, and can be done again', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  await typedName(page, 'LATER-1')
  await context.setOffline(true)
  await button(page, 'Save').click()
  await said(page, 'Taxiway cannot be reached.')
  await context.setOffline(false)
  await button(page, 'Save').click()
  await page.locator('#pane').waitFor({ state: 'detached' })
  expect((await onlyDevice()).displayName).toBe('LATER-1')
  expect(complaints).toEqual([])
  await context.close()
})

/** As servers and proxies answer that are being started, or have too much to do; and no answer. */
const passing: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  'no answer': (route) => route.abort(),
  'a server that is being started': (route) => route.fulfill({ status: 503, body: 'starting' }),
  'a throttled one': (route) =>
    route.fulfill({ status: 429, json: { error: 'temporarily_unavailable' } }),
}

test.each(Object.entries(passing))(
  'a token that cannot be renewed for a moment ends no session: %s',
  async (seed, refuse) => {
    const { context, page, complaints } = await visit(portal.browser)
    await signIn(page, portal.site.origin)
    await go(page, '/import')
    const lines = [...makeFleet({ seed, count: 1 })].map((device) => `,,${device.hash().text},Lab`)
    const buffer = Buffer.from(
      ['Device Serial Number,Windows Product ID,Hardware Hash,Group Tag', ...lines].join('\r\n'),
    )
    await page
      .locator('input[type=file][multiple]')
      .setInputFiles({ name: 'one.csv', mimeType: 'text/csv', buffer })
    page.setDefaultTimeout(30_000)
    let refused = 0
    await context.route('**/oauth2/v2.0/token', async (route) => {
      if (refused++ < 3) await refuse(route)
      else await route.continue()
    })
    passed += 3_700
    portal.site.pass(passed)
    await button(page, 'Import 1 device').click()
    await page.getByText('1 registered.').waitFor()
    expect(refused).toBeGreaterThan(3)
    expect(await page.getByRole('alertdialog').count()).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  },
)

test('a landing page that came before the server was ready works as soon as it is', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  let asked = 0
  page.setDefaultTimeout(20_000)
  await page.route('**/common/portal-configuration', async (route) => {
    if (asked++ === 0) await route.fulfill({ status: 503, json: { error: { code: 'starting' } } })
    else await route.continue()
  })
  await openLanding(page, portal.site.origin)
  await page.getByText('Taxiway cannot be reached.').waitFor()
  await button(page, 'Sign in').click()
  await page.waitForSelector('#password')
  expect(complaints).toEqual([])
  await context.close()
})
