/** Disputes in the browser: the holder contests, an operator decides, the claimant sees its part. */
import type { Browser, Page } from 'playwright-core'
import { claimDevice } from 'taxiway-device'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { machine, type TestMachine } from '../deployment/support.ts'
import { startBrowser } from '../support/browser.ts'
import { json } from '../support/registry.ts'
import { openRow } from './pages.ts'
import { type Organization, openPortalSite, type PortalSite } from './portal-site.ts'
import { giveSecurityKey } from './security-key.ts'
import { enterOrganization, enterPassword, openLanding, visit } from './visits.ts'
import { button, go, said } from './walks.ts'

let site: PortalSite
let browser: Browser
let fabrikam: Organization
let operators: Organization

beforeAll(async () => {
  site = await openPortalSite()
  fabrikam = await site.addOrganization('fabrikam.test', 'Fabrikam')
  await fabrikam.addPerson('finn', 'Finn Berg', ['Intune Administrator'])
  operators = await site.addOrganization('operators.test', 'Operators')
  for (const [name, shown] of [
    ['olga', 'Olga Lind'],
    ['otto', 'Otto Holm'],
  ] as const)
    await operators.addPerson(name, shown, ['Platform Operator'])
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
})

/** Registered by Contoso's hash, and proved with a token of Fabrikam's; the key's digest. */
async function disputed({ fixture, prover }: TestMachine): Promise<string> {
  const { hardwareHash } = fixture
  const rows = [{ file: 'bought.csv', line: 2, hardwareIdentifier: hardwareHash }]
  await site.contoso.client.ask('POST', '/admin/v1/imports', { label: 'bought.csv', rows })
  await site.settled()
  const { token } = await json(fabrikam.client.ask('POST', '/admin/v1/claim-tokens', {}))
  const ask = (request: Request) => site.registry.app.fetch(request)
  const claimed = await claimDevice({ origin: site.origin, ask }, token, { hardwareHash, prover })
  expect(claimed).toMatchObject({ result: 'disputed' })
  const { value } = await json(site.contoso.client.ask('GET', '/admin/v1/disputes'))
  return value[0].keyDigest
}

async function signedIn(name: string) {
  const visited = await visit(browser)
  const { page } = visited
  await giveSecurityKey(visited.context, page)
  await openLanding(page, site.origin)
  await enterOrganization(page, name)
  await enterPassword(page, name)
  await page.waitForSelector('header.header, #name')
  if (await page.locator('#name').isVisible()) await setUpPasskey(page)
  return visited
}

/** As everybody who administers the installation has to. */
async function setUpPasskey(page: Page): Promise<void> {
  await page.fill('#name', 'My key')
  await page.click('button.primary')
  await page.waitForSelector('h1:has-text("Keep your recovery codes")')
  await page.click('button.primary')
  await page.waitForSelector('header.header')
}

const inNavigation = (page: Page) => page.getByRole('navigation').locator('a[href="/disputes"]')

async function openDispute(page: Page, serial: string): Promise<void> {
  await inNavigation(page).click()
  await page.getByRole('link', { name: serial }).click()
  await page.getByRole('heading', { name: `Dispute about ${serial}` }).waitFor()
}

test('the holder sees the proof and contests it, the operator decides, and the claimant learns no more than its part', async () => {
  const one = machine(0)
  const { serial } = one.fixture
  const key = await disputed(one)

  const ada = await signedIn('ada@contoso.test')
  await inNavigation(ada.page).locator('.badge', { hasText: /^1$/ }).waitFor()
  await openDispute(ada.page, serial)
  await ada.page.getByText(key).waitFor()
  await ada.page.getByText('By the hash alone').first().waitFor()
  await ada.page.getByText('the timeline of the device and by the event').waitFor()
  await ada.page.getByLabel('Why is the device yours?').fill('Bought in May.')
  await button(ada.page, 'Contest').click()
  await said(ada.page, 'Contested: an operator of the installation decides.')
  await inNavigation(ada.page).locator('.badge').waitFor({ state: 'detached' })

  const finn = await signedIn('finn@fabrikam.test')
  await openDispute(finn.page, serial)
  await finn.page.getByText('another organization has registered it by its hash alone.').waitFor()
  expect(await finn.page.getByText('Bought in May.').count()).toBe(0)
  expect(await finn.page.locator('main a[href^="/devices/"]').count()).toBe(0)
  expect(await button(finn.page, 'Keep the registration').count()).toBe(0)

  const olga = await signedIn('olga@operators.test')
  await inNavigation(olga.page).locator('.badge', { hasText: /^1$/ }).waitFor()
  await openDispute(olga.page, serial)
  await olga.page.getByText('Bought in May.').waitFor()
  await button(olga.page, 'Keep the registration').click()
  const asks = olga.page.getByRole('alertdialog', { name: `Keep the registration of ${serial}?` })
  const decides = asks.getByRole('button', { name: 'Keep the registration' })
  expect(await decides.isDisabled()).toBe(true)
  await asks.getByLabel('Why do you decide so?').fill('Contoso has the invoice.')
  await decides.click()
  await said(olga.page, 'Decided.')
  await olga.page.getByText('No registration is disputed').waitFor()
  // On a phone too: the bar has room for what she may, though others have other things there.
  await olga.page.setViewportSize({ width: 390, height: 844 })
  await inNavigation(olga.page).waitFor()

  await ada.page.reload()
  await ada.page.getByText('The registration stays with its holder.').waitFor()
  await finn.page.reload()
  for (const { page } of [ada, finn]) await page.getByText('Contoso has the invoice.').waitFor()
  await ada.page.getByRole('link', { name: 'Entries in the audit trail' }).click()
  await ada.page
    .getByText(/Dispute/)
    .first()
    .waitFor()
  for (const { complaints, context } of [ada, finn, olga]) {
    expect(complaints).toEqual([])
    await context.close()
  }
})

test('a holder who releases the device gives it to its prover; a claim token is shown once', async () => {
  const one = machine(1)
  const { serial } = one.fixture
  await disputed(one)
  const { page, context, complaints } = await signedIn('ada@contoso.test')
  await openDispute(page, serial)
  await button(page, 'Release the device').click()
  const asks = page.getByRole('alertdialog', { name: `Release ${serial}?` })
  await asks.getByRole('button', { name: 'Release the device' }).click()
  await said(page, 'Released.')
  await page.getByText('The holder gave the device up.').waitFor()
  await site.settled()
  const { value } = await json(fabrikam.client.ask('GET', `/admin/v1/devices?q=${serial}`))
  expect(value).toHaveLength(1)

  await go(page, '/disputes')
  await button(page, 'New claim token').click()
  await page.getByRole('heading', { name: 'Claim token' }).waitFor()
  expect(await page.locator('code').textContent()).toMatch(/^[\w.-]{20,}$/)
  await page.reload()
  await button(page, 'New claim token').waitFor()
  expect(await page.locator('code').count()).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
})

test('an operator decides what two organizations dispute about a transfer, and both read why', async () => {
  const { hardwareHash, serial } = machine(2).fixture
  const { client } = site.contoso
  const rows = [{ file: 'sold.csv', line: 2, hardwareIdentifier: hardwareHash }]
  await client.ask('POST', '/admin/v1/imports', { label: 'sold.csv', rows })
  await site.settled()
  const { value } = await json(client.ask('GET', `/admin/v1/devices?q=${serial}`))
  const path = '/admin/v1/transfers'
  const { id, code } = await json(client.ask('POST', path, { deviceIds: [value[0].id] }))
  await fabrikam.client.ask('POST', `${path}/accept`, { code })
  await client.ask('POST', `${path}/${id}/dispute`, { reason: 'The wrong crate' })

  const { page, context, complaints } = await signedIn('otto@operators.test')
  await go(page, '/transfers')
  await openRow(/Completed/)(page)
  await page.getByText('The wrong crate').waitFor()
  await button(page, 'Give the devices back').click()
  const asks = page.getByRole('alertdialog', { name: 'Give the devices back?' })
  await asks.getByLabel('Why do you decide so?').fill('Both say so.')
  await asks.getByRole('button', { name: 'Give the devices back' }).click()
  await said(page, 'The dispute is decided.')
  for (const side of [site.contoso, fabrikam])
    expect(await json(side.client.ask('GET', `${path}/${id}`))).toMatchObject({
      state: 'reversed',
      dispute: { decisionReason: 'Both say so.' },
    })
  expect(complaints).toEqual([])
  await context.close()
})
