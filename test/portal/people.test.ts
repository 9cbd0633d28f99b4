/** What people may do: a passkey and its step-up, deciding, seeing what the role allows, a session that ends. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { fillOrganization } from './organization-content.ts'
import { openRow } from './pages.ts'
import { openPortalSite, type PortalSite } from './portal-site.ts'
import { repairWalks } from './repair-walks.ts'
import { giveSecurityKey } from './security-key.ts'
import { enterOrganization, enterPassword, openLanding, signIn, visit } from './visits.ts'
import { button, footOf, go, openJobs, said } from './walks.ts'

let site: PortalSite
let browser: Browser

beforeAll(async () => {
  site = await openPortalSite()
  await fillOrganization(site, 60)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
})

const ask = async (path: string): Promise<Json> => json(site.contoso.client.ask('GET', path))

async function count(): Promise<number> {
  return (await ask('/admin/v1/devices?top=1&count=true')).count
}

async function demandPasskeysOf(passkeyRoles: readonly string[]): Promise<void> {
  const policy = await ask('/admin/v1/factor-policy')
  const put = { ...policy, passkeyRoles }
  const changed = await site.contoso.client.ask('PUT', '/admin/v1/factor-policy', put)
  expect(changed.status, await changed.text()).toBeLessThan(300)
}

/** The pop-up in which a person proves to be the one who signed in. */
async function proveInPopUp(page: Page, name: string): Promise<void> {
  const opened = page.context().waitForEvent('page')
  await button(page, 'Continue').click()
  const popUp = await opened
  await enterPassword(popUp, name)
  await popUp.waitForSelector('h1:has-text("Use your passkey")')
  await Promise.all([popUp.waitForEvent('close'), popUp.click('button.primary')])
}

test('a passkey is set up at sign-in, and proves who deletes, exports hashes and decides', async () => {
  await demandPasskeysOf(['Global Administrator'])
  const { context, page, complaints } = await visit(browser)
  await giveSecurityKey(context, page)
  const grace = 'grace@contoso.test'
  await openLanding(page, site.origin)
  await enterOrganization(page, grace)
  await enterPassword(page, grace)
  await page.waitForSelector('h1:has-text("Set up a passkey")')
  await page.fill('#name', 'My key')
  await page.click('button.primary')
  await page.waitForSelector('h1:has-text("Keep your recovery codes")')
  await page.click('button.primary')
  await page.waitForSelector('header.header')

  const before = await count()
  await go(page, '/devices')
  await footOf(page, `${before} devices`).waitFor()
  for (const row of [0, 1]) await page.locator('.grid-body .grid-check').nth(row).click()
  await button(page, 'Delete').click()
  const dialog = page.getByRole('alertdialog', { name: 'Delete 2 devices?' })
  site.pass(600)
  await dialog.getByRole('button', { name: 'Delete 2 devices' }).click()
  await proveInPopUp(page, grace)
  await eventually(async () => expect(await count()).toBe(before - 2))
  await footOf(page, `${before - 2} devices`).waitFor()

  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /^Hashes/ }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Export/ })
    .click()
  await openJobs(page)
  const saving = page.waitForEvent('download')
  const exported = page.locator('.job', { hasText: /^Export/ })
  await exported.getByRole('button', { name: 'Download (CSV)' }).click()
  const file = await (await saving).path()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await go(page, '/import')
  await page.locator('input[type=file][multiple]').setInputFiles(file)
  const send = page.getByRole('button', { name: /^Import \d+ devices$/ })
  await send.waitFor()
  const rows = Number(/\d+/.exec((await send.textContent()) ?? '')?.[0])
  expect(rows).toBeGreaterThan(before / 2)
  await send.click()
  await page.getByText(`0 registered · ${rows} not.`).waitFor()
  await page.getByText('806 ZtdDeviceAlreadyAssigned').first().waitFor()

  await go(page, '/conflicts')
  await page.getByRole('row').nth(1).getByRole('link').click()
  await button(page, 'It is a different device').click()
  await said(page, 'Decided: a different device.')
  await eventually(async () => expect(await count()).toBe(before - 1))
  expect(complaints).toEqual([])
  await context.close()
})

test('who needs a second factor and has none yet is sent to add one, and nothing is deleted', async () => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  await demandPasskeysOf(['Global Administrator', 'Intune Administrator'])
  const before = await count()
  await go(page, '/devices')
  await page.locator('.grid-body .grid-check').first().click()
  await button(page, 'Delete').click()
  await page.getByRole('button', { name: 'Delete 1 device' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await dialog.getByText('You have no second factor yet.').waitFor()
  await dialog.getByRole('button', { name: 'Open my account' }).click()
  await page.waitForURL(`${site.origin}/me`)
  expect(await count()).toBe(before)
  await demandPasskeysOf(['Global Administrator'])
  expect(complaints).toEqual([])
  await context.close()
})

test('a session that ends in the middle of an edit is begun again beside it, and the edit is saved', async () => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  const { value } = await ask('/admin/v1/devices?top=1')
  const [device] = value as Json[]
  await go(page, `/devices/${device.id}`)
  await button(page, 'Edit').click()
  await page.getByLabel('Device name').fill('KEPT-1')
  const { value: people } = await ask('/v1.0/users')
  const { id } = people.find((each: Json) => each.userPrincipalName === 'ada@contoso.test')
  const ended = await site.contoso.client.ask('POST', `/v1.0/users/${id}/revokeSignInSessions`)
  expect(ended.status).toBeLessThan(300)
  // Something that runs beside may find out first, and ask above the pane.
  await button(page, 'Save').dispatchEvent('click')
  const bar = page.getByRole('alertdialog', { name: 'You have been signed out' })
  await bar.waitFor()
  expect(await page.getByLabel('Device name').inputValue()).toBe('KEPT-1')
  const opened = context.waitForEvent('page')
  await bar.getByRole('button', { name: 'Sign in' }).click()
  await enterPassword(await opened)
  await eventually(async () => {
    const saved = await ask(`/admin/v1/devices/${device.id}`)
    expect(saved.displayName).toBe('KEPT-1')
  })
  await page.locator('#pane').waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await context.close()
})

test('a second person approves, and a deleted device comes back', async () => {
  await site.contoso.addPerson('bea', 'Bea Baker', ['Autopilot approver'])
  const second = await visit(browser)
  await signIn(second.page, site.origin, 'bea@contoso.test')
  await go(second.page, '/approvals')
  await openRow(/Change what one person/)(second.page)
  await second.page.getByText('25 devices or 1 % of all in 24 hours').waitFor()
  await second.page.getByLabel('Reason').fill('As agreed')
  await button(second.page, 'Approve').click()
  await said(second.page, 'Approved.')
  expect((await ask('/admin/v1/approval-policy')).limit.floor).toBe(25)
  await second.page.getByRole('gridcell', { name: 'Approved and used' }).waitFor()

  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  const before = await count()
  const { value } = await ask('/admin/v1/devices?top=1')
  const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
  await site.contoso.client.ask('DELETE', `${devices}/${value[0].id}`)
  await go(page, '/deleted')
  await openRow(/Reserved (?!until)/)(page)
  await button(page, 'Restore').click()
  await said(page, 'The device is registered again, as it was.')
  expect(await count()).toBe(before)
  expect([...complaints, ...second.complaints]).toEqual([])
  await context.close()
  await second.context.close()
})

repairWalks(() => ({ site, browser }))

const roles = [
  { who: 'mei', first: '/import', sees: ['Import', 'Imports', 'Intake', 'Hash bench'] },
  {
    who: 'omar',
    first: '/overview',
    sees: ['Overview', 'Devices', 'Imports', 'Deleted devices', 'Hash bench'],
  },
  { who: 'zoe', first: '/groups', sees: ['Groups', 'Access', 'Hash bench', 'Settings'] },
]

test.each(roles)('$who sees what the role allows, and learns so elsewhere', async (person) => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin, `${person.who}@contoso.test`)
  await page.waitForURL(`${site.origin}${person.first}`)
  const items = page.getByRole('navigation', { name: 'Main' }).locator('.nav-text')
  expect(await items.allTextContents()).toEqual(person.sees)
  await go(page, '/audit')
  await page.getByRole('heading', { name: 'You can’t see this' }).waitFor()
  if (person.who === 'omar') {
    await page.getByText('You see devices tagged Kiosk.').waitFor()
    await go(page, '/devices')
    const { count: kiosks } = await ask(
      `/admin/v1/devices?top=1&count=true&filter=${encodeURIComponent("groupTag eq 'Kiosk'")}`,
    )
    await footOf(page, `${kiosks} devices`).waitFor()
    await page.locator('.grid-body .grid-check').first().click()
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  }
  expect(complaints).toEqual([])
  await context.close()
})

test('devices are offered with a code, taken over with another one, and their certificates are public', async () => {
  const seaplane = await site.addOrganization('seaplane.test', 'Seaplane')
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  const [own, second] = (await ask('/admin/v1/devices?top=2&sort=serialNumber')).value
  const path = '/admin/v1/transfers'

  await go(page, '/transfers')
  await button(page, 'Offer devices').click()
  const offer = page.getByRole('dialog', { name: 'Offer devices' })
  await offer.getByLabel('Serial numbers').fill(`${own.serialNumber}\n${second.serialNumber}`)
  await offer.getByLabel('Message to the receiver').fill('Sold with the hangar')
  await offer.getByRole('button', { name: 'Offer devices' }).click()
  const code = await offer.locator('code').textContent()
  expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/)
  await offer.getByRole('button', { name: 'Close' }).last().click()
  const accepted = await json(seaplane.client.ask('POST', `${path}/accept`, { code }))
  expect(accepted.devices).toHaveLength(2)
  await page.reload()
  await page.getByRole('row', { name: /Completed/ }).waitFor()
  await page
    .getByRole('row', { name: /Completed/ })
    .locator('[role=gridcell]')
    .first()
    .click()
  await page.keyboard.press('Enter')
  const pane = page.getByRole('dialog', { name: 'Transfer' })
  const opening = context.waitForEvent('page')
  await pane.getByRole('link', { name: 'Verification page' }).first().click()
  const certificate = await opening
  await certificate.getByRole('heading', { name: 'Release certificate: current' }).waitFor()
  expect(await certificate.locator('svg').count()).toBe(1)
  await certificate.close()
  await pane.getByRole('button', { name: 'Close' }).last().click()

  const deviceIds = [accepted.devices[0].registrationId]
  const back = await json(seaplane.client.ask('POST', path, { deviceIds, message: 'Back to you' }))
  await button(page, 'Accept an offer').click()
  const accept = page.getByRole('dialog', { name: 'Accept an offer' })
  await accept.getByLabel('Code').fill(back.code)
  await accept.getByRole('button', { name: 'Show what it is about' }).click()
  await accept.getByText('Back to you').waitFor()
  expect(await accept.textContent()).not.toContain(accepted.devices[0].serialNumber)
  await accept.getByLabel('Group tag for the devices').fill('Returned')
  await accept.getByRole('button', { name: 'Take over 1 device' }).click()
  await said(page, 'The devices are yours.')
  const { value: all } = await ask('/admin/v1/devices?top=200')
  expect(all.filter(({ groupTag }: Json) => groupTag === 'Returned')).toHaveLength(1)
  expect(complaints).toEqual([])
  await context.close()
})

test('a webhook is added with its secret shown once, and says why nothing arrives', async () => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  await go(page, '/webhooks')
  await button(page, 'Add a webhook').click()
  const add = page.getByRole('dialog', { name: 'Add a webhook' })
  await add.getByLabel('URL').fill('https://10.0.0.1/hooks')
  await add.getByRole('button', { name: 'Add a webhook' }).click()
  expect(await add.locator('code').textContent()).toMatch(/^whsec_/)
  await add.getByRole('button', { name: 'Close' }).last().click()
  while (await site.registry.app.sendDeliveries());
  await page
    .getByRole('row', { name: /10\.0\.0\.1/ })
    .locator('[role=gridcell]')
    .first()
    .click()
  await page.keyboard.press('Enter')
  const pane = page.getByRole('dialog', { name: 'Webhook' })
  await pane.getByText(/10\.0\.0\.1 is at an address that is not asked/).waitFor()
  await pane.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('row', { name: /10\.0\.0\.1/ }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await context.close()
})
