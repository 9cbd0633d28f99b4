/** What people may do: deciding, seeing what the role allows, transfers, webhooks; and proving who they are. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { openRow } from './pages.ts'
import { ask, browser, count, openStage, site } from './people-stage.ts'
import { repairWalks } from './repair-walks.ts'
import { signIn, visit } from './visits.ts'
import { button, footOf, go, said } from './walks.ts'
import './proving-walks.ts'

beforeAll(openStage)
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
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
