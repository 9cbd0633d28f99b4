/**
 * A partner's people and a customer's people in the browser: asking, consenting, uploading, what became of it,
 * narrowing, revoking. Where not every page is looked at in every look, each is in one.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { base64, described, laptop } from '../support/machines.ts'
import { type Json, json } from '../support/registry.ts'
import { look } from './look-at-page.ts'
import { isPictured } from './looks.ts'
import { useCommandLine } from './partner-commands.ts'
import { type Organization, openPortalSite, type PortalSite } from './portal-site.ts'
import {
  enterOrganization,
  enterPassword,
  openLanding,
  signIn,
  type Visit,
  visit,
} from './visits.ts'
import { button, go, said } from './walks.ts'

let site: PortalSite
let browser: Browser
let northwind: Organization
let aerofleet: Organization

beforeAll(async () => {
  site = await openPortalSite({ isPlain: isPictured })
  northwind = await site.addOrganization('northwind.test', 'Northwind Partners')
  aerofleet = await site.addOrganization('aerofleet.test', 'Aerofleet')
  await site.registry.app.partners.setStanding(northwind.tenantId, {
    kind: 'cspDirect',
    verified: true,
    providerId: null,
  })
  await northwind.addPerson('pia', 'Pia Holm', ['Admin agent'])
  await aerofleet.addPerson('gus', 'Gus Berg', ['Global Administrator'])
  await aerofleet.addPerson('ivy', 'Ivy Lind', ['Intune Administrator'])
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
})

const open: Visit[] = []

async function someone(name: string, path = '/'): Promise<Page> {
  const visitor = await visit(browser)
  open.push(visitor)
  if (path === '/') await signIn(visitor.page, site.origin, name)
  else {
    await openLanding(visitor.page, site.origin, path)
    await enterOrganization(visitor.page, name)
    await enterPassword(visitor.page, name)
    await visitor.page.waitForSelector('header.header')
  }
  return visitor.page
}

/** Nothing of it is looked at while it goes. */
const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' })

async function ask(page: Page, message: string): Promise<string> {
  await go(page, '/customers')
  await button(page, 'Ask a customer').click()
  await page.getByLabel('Domain of the customer').fill('aerofleet.test')
  await page.getByLabel('Also ask for delegated administration').check()
  await page.getByLabel('Message').fill(message)
  await button(page, 'Make the link').click()
  const url = (await page.locator('code.code').textContent()) ?? ''
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click()
  await closed(page)
  // Assistive technology sees the page again a moment after the dialog has gone.
  await page.locator('header[aria-hidden]').waitFor({ state: 'detached' })
  expect(url).toContain('/Adminportal/Home?invType=ResellerRelationship')
  return url.slice(site.origin.length)
}

const hashes = ['first', 'second'].map((name) => laptop(`upload ${name}`))
const header =
  'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model'
const file = (...lines: readonly string[]) => ({
  name: 'delivery.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([header, ...lines, ''].join('\r\n')),
})

let pia: Page
let gus: Page

test('a partner asks; someone who may not decide reads who can; a Global Administrator grants less', async () => {
  pia = await someone('pia@northwind.test')
  await pia.waitForURL(`${site.origin}/customers`)
  await look(pia, 'customers-none')
  const link = await ask(pia, 'For the devices of your autumn order.')
  await look(pia, 'customers-requests')

  // Somebody who may not decide reads who can.
  const ivy = await someone('ivy@aerofleet.test', link)
  await ivy.getByText('You cannot decide this').waitFor()
  await ivy.getByText('gus@aerofleet.test').waitFor()
  expect(await button(ivy, 'Accept').count()).toBe(0)
  await look(ivy, 'consent-refused')

  gus = await someone('gus@aerofleet.test', link)
  await gus.getByRole('heading', { name: 'Northwind Partners asks to act for you' }).waitFor()
  await gus.getByText('For the devices of your autumn order.').waitFor()
  const delegated = gus.getByLabel(/^Delegated administration/)
  expect(await delegated.isChecked()).toBe(false)
  expect(await gus.getByLabel('Add devices').isChecked()).toBe(true)
  expect(await button(gus, 'Accept').isEnabled()).toBe(false)
  await gus.getByLabel('Valid for, in days').fill('366')
  await gus.getByLabel(/^I have read/).check()
  expect(await button(gus, 'Accept').isEnabled()).toBe(false)
  await gus.getByLabel('Valid for, in days').fill('180')
  await gus.getByLabel('Devices at most').fill('2')
  await look(gus, 'consent')
  // The sign-in has grown old meanwhile: the decision takes a new one.
  site.pass(1_200)
  const opened = isPictured ? undefined : gus.context().waitForEvent('page')
  await button(gus, 'Accept').click()
  if (opened !== undefined) {
    await button(gus, 'Continue').click()
    await enterPassword(await opened, 'gus@aerofleet.test')
  }
  await said(gus, 'Accepted. It can add devices now.')
  await gus.waitForURL(`${site.origin}/partners`)
  await gus.getByText('In force').waitFor()
  const [granted] = (await json(aerofleet.client.ask('GET', '/admin/v1/partners'))).value
  expect(granted).toMatchObject({ delegatedAdmin: false, maxDevices: 2 })
  const days = (Date.parse(granted.validUntil) - Date.parse(granted.grantedAt)) / 86_400_000
  expect(Math.round(days)).toBe(180)
})

test('an upload with faults is not sent; one without is, and each row says what became of it', async () => {
  await pia.goto(`${site.origin}/customers`)
  await pia.getByText('aerofleet.test').first().waitFor()
  await go(pia, `/customers/${aerofleet.tenantId}`)
  await pia.getByRole('heading', { name: 'Aerofleet' }).waitFor()
  const chooser = pia.locator('input[type=file]')
  await chooser.setInputFiles(file('PE0VG8PF,,,,', ',330537623169,,,'))
  await pia.getByText('2 faults to correct first').waitFor()
  await pia.getByText('Line 3: Partner Center finds a device by the 13 digits').waitFor()
  await pia.getByLabel('Batch').fill('Autumn intake')
  await look(pia, 'customer-faults')
  const rows = hashes.map((bytes) => `,,${base64(bytes)},,`)
  await chooser.setInputFiles(file(...rows, 'UNKNOWN1,,,ACME,Rocket'))
  await button(pia, 'Upload 3 devices').click()
  await pia.getByText('2 registered · 1 failed.').waitFor()
  await pia.getByText('812 ZtdDeviceNotFound').waitFor()
  await pia.getByText(/^Compare spelling and case/).waitFor()
  await look(pia, 'customer-upload')
})

const serial = described(hashes[0] ?? new Uint8Array()).serialNumber ?? ''

test('a profile is made and given to a device of the batch', async () => {
  await go(pia, `/customers/${aerofleet.tenantId}/profiles`)
  await button(pia, 'New profile').first().click()
  await pia.getByLabel('Name').fill('Quick start')
  await pia.getByLabel('Skip the license terms').check()
  await button(pia, 'Create').click()
  await said(pia, 'The profile was made.')
  await closed(pia)
  await look(pia, 'customer-profiles')
  await go(pia, `/customers/${aerofleet.tenantId}/devices`)
  await pia.getByRole('link', { name: 'Autumn intake' }).click()
  await pia.getByLabel(serial).check()
  await pia.getByLabel('Give a profile').selectOption({ label: 'Quick start' })
  await said(pia, 'Given to 1 device.')
  await eventually(async () =>
    expect(await pia.getByText('Quick start').count()).toBeGreaterThan(1),
  )
  await look(pia, 'customer-batch')
})

test('the command line uploads, says what became of each row, and lists consents', () =>
  useCommandLine(site, { partner: northwind, customer: aerofleet, header }))

test('the customer sees every write by the name of who made it, narrows, and revokes', async () => {
  await go(gus, `/partners/${northwind.tenantId}`)
  await gus.getByText('Autumn intake').last().click()
  await gus.keyboard.press('Enter')
  await gus.getByText('2 registered · 1 failed.').waitFor()
  await look(gus, 'partner-submission')
  const { value: trail } = await json(
    aerofleet.client.ask('GET', '/admin/v1/audit?category=Enrollment'),
  )
  const actors = (trail as Json[]).map(({ actor }) => actor.userPrincipalName ?? actor.kind)
  expect(actors).toContain('pia@northwind.test')
  await go(gus, '/partners')
  await button(gus, 'Narrow').click()
  await gus.getByLabel('Remove devices it added').uncheck()
  await gus.getByRole('dialog').getByRole('button', { name: 'Narrow' }).click()
  await said(gus, 'The consent was narrowed.')
  await closed(gus)
  await look(gus, 'partners')
  await pia.getByLabel(serial).check()
  await button(pia, 'Remove').click()
  await pia.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await said(pia, 'The customer has not allowed this.')
  await button(gus, 'Revoke').click()
  await gus.getByLabel('Reason').fill('Contract ended')
  await gus.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await said(gus, 'The consent was revoked.')
  await gus.getByText('Revoked', { exact: true }).waitFor()
  await pia.goto(`${site.origin}/customers`)
  await pia.getByText('No customers yet').waitFor()
  const { count } = await json(aerofleet.client.ask('GET', '/admin/v1/devices?top=1&count=true'))
  expect(count).toBe(2)
})

test('a request is declined, and its link no longer works', async () => {
  const link = await ask(pia, 'Once more.')
  await gus.goto(`${site.origin}/partners`)
  await button(gus, 'Review: Northwind Partners').click()
  await button(gus, 'Decline').click()
  await gus.getByRole('alertdialog').getByRole('button', { name: 'Decline' }).click()
  await said(gus, 'Declined.')
  await gus.waitForURL(`${site.origin}/partners`)
  await go(gus, link)
  await gus.getByText('This request was declined.').waitFor()
})

test('nothing of it broke the policy of the pages', () => {
  expect(open.flatMap(({ complaints }) => complaints)).toEqual([])
})
