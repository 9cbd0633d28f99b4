/** The device list: what is filtered, selected and changed in it, by mouse and by keyboard alone; and what it costs. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { accessWalks } from './access-walks.ts'
import { countCosts, heapOf } from './costs.ts'
import { importDevices } from './organization-content.ts'
import { settle } from './pages.ts'
import { openPortalSite, type PortalSite } from './portal-site.ts'
import { signIn, type Visit, visit } from './visits.ts'
import { button, drawn, footOf, go, openJobs, said } from './walks.ts'

const count = 240
let site: PortalSite
let browser: Browser
let visitor: Visit
let page: Page

beforeAll(async () => {
  site = await openPortalSite()
  await importDevices(site, site.contoso.client, { seed: 'walks', count, label: 'fleet.csv' })
  browser = await startBrowser()
  visitor = await visit(browser)
  page = visitor.page
  await signIn(page, site.origin)
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(visitor.complaints).toEqual([])
  expect(site.registry.failures).toEqual([])
})

async function tagged(tag: string): Promise<number> {
  const filter = encodeURIComponent(`groupTag eq '${tag}'`)
  const path = `/admin/v1/devices?top=1&count=true&filter=${filter}`
  return (await json(site.contoso.client.ask('GET', path))).count
}

test('all that match are selected over the pages, changed after a preview, and changed back', async () => {
  await go(page, '/devices')
  await footOf(page, `${count} devices`).waitFor()
  await button(page, 'Group tag').click()
  await page.getByRole('checkbox', { name: /^Sales/ }).check()
  await page.keyboard.press('Escape')
  await footOf(page, `90 of ${count} devices`).waitFor()
  expect(new URL(page.url()).search).toBe('?tag=Sales')
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('91')

  await page.locator('.grid-body .grid-check').first().click()
  await button(page, 'Select all 90 that match').click()
  await page.getByText('90 devices selected', { exact: true }).waitFor()
  await button(page, 'Edit').click()
  await page.getByRole('dialog', { name: 'Edit 90 devices' }).waitFor()
  await page.getByLabel('What to do with: Group tag').selectOption('append')
  await page.getByRole('combobox', { name: 'Group tag: Append' }).fill('-EMEA')
  await button(page, 'Preview').click()
  await page.getByText('90 devices: 90 to change, 0 unchanged').waitFor()
  await page.getByRole('cell', { name: 'Sales-EMEA' }).first().waitFor()
  expect(await tagged('Sales')).toBe(90)
  await button(page, 'Change 90 devices').click()
  await said(page, 'Changing 90 devices.')
  await eventually(async () => expect(await tagged('Sales-EMEA')).toBe(90))

  await openJobs(page)
  await page.getByText('90 of 90').waitFor()
  // That of the notice may still be there.
  await page.getByTitle(/^Undo until/).click()
  await eventually(async () => expect(await tagged('Sales')).toBe(90))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('an edit that somebody else was faster with shows both, and keeps what one chooses', async () => {
  const { value } = await json(site.contoso.client.ask('GET', '/admin/v1/devices?top=1'))
  const [device] = value as Json[]
  await go(page, `/devices/${device.id}`)
  await button(page, 'Edit').click()
  const tag = page.getByRole('combobox', { name: 'Group tag' })
  await tag.fill('Mine')
  const theirs = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
  const faster = await site.contoso.client.ask(
    'POST',
    `${theirs}/${device.id}/updateDeviceProperties`,
    { groupTag: 'Theirs' },
  )
  expect(faster.ok).toBe(true)
  await button(page, 'Save').click()
  const changed = page.getByRole('alert').filter({ hasText: 'Changed in the meantime' })
  await changed.getByRole('cell', { name: 'Theirs' }).waitFor()
  await changed.getByRole('cell', { name: 'Mine' }).waitFor()
  expect(await tagged('Theirs')).toBe(1)
  await button(page, 'Keep mine').click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await tagged('Mine')).toBe(1)
  await page.locator('.chip', { hasText: 'Mine' }).waitFor()
})

test('a profile that somebody else changed meanwhile is not overwritten unseen', async () => {
  const { client } = site.contoso
  const list = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
  const { id } = await json(
    client.ask('POST', list, {
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      displayName: 'Kiosk',
      description: 'Before',
    }),
  )
  await go(page, `/profiles/${id}`)
  const description = page.getByRole('textbox', { name: 'Description' })
  await description.fill('Mine')
  const theirs = { '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile' }
  const faster = (text: string) =>
    client.ask('PATCH', `${list}/${id}`, { ...theirs, description: text })
  expect((await faster('Theirs')).ok).toBe(true)
  await button(page, 'Save').click()
  const changed = page.getByRole('alert').filter({ hasText: 'Changed in the meantime' })
  await changed.getByRole('cell', { name: 'Theirs' }).waitFor()
  await button(page, 'Take theirs').click()
  await eventually(async () => expect(await description.inputValue()).toBe('Theirs'))

  await description.fill('Mine again')
  expect((await faster('Theirs again')).ok).toBe(true)
  await button(page, 'Save').click()
  await changed.waitFor()
  await button(page, 'Keep mine').click()
  await said(page, 'The profile was saved.')
  expect((await json(client.ask('GET', `${list}/${id}`))).description).toBe('Mine again')
})

test('the grid and its panes are worked with the keyboard alone', async () => {
  await go(page, '/devices')
  await footOf(page, `${count} devices`).waitFor()
  // What listens to keys does so once the browser has drawn the list.
  await drawn(page)
  const focused = () =>
    page.evaluate<{ role: string; row: string | null }>(`({
      role: document.activeElement.role,
      row: document.activeElement.parentElement?.getAttribute('aria-rowindex'),
    })`)
  await page.keyboard.press('/')
  await page.keyboard.type('S')
  await page.waitForURL(/q=S/i)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await footOf(page, `${count} devices`).waitFor()

  while ((await focused()).role !== 'gridcell') await page.keyboard.press('Tab')
  expect(await focused()).toMatchObject({ row: '2' })
  await page.keyboard.press('Control+End')
  expect(await focused()).toMatchObject({ role: 'gridcell', row: String(count + 1) })
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByText('3 devices selected', { exact: true }).waitFor()
  await page.keyboard.press('Control+a')
  await page.getByText(`${count} devices selected`, { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('search').waitFor()

  await page.keyboard.press('F2')
  const pane = page.getByRole('dialog', { name: /^Edit / })
  await pane.waitFor()
  await pane.locator('input:focus').waitFor()
  await page.keyboard.press('Escape')
  await pane.waitFor({ state: 'detached' })
  await eventually(async () =>
    expect(await focused()).toMatchObject({ role: 'gridcell', row: '5' }),
  )
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/devices\/[0-9a-f-]{36}$/)
  await page.getByRole('tab', { name: 'Timeline' }).waitFor()
  await page.keyboard.press('5')
  await page.waitForURL(/tab=timeline$/)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

/** What must not be loaded before somebody goes there. */
const byNeed =
  /^(import-|edit-|device-screen|overview|bench|access|audit|profile|group|conflict|delete-|panes)/

test('until the list can be used few bytes and answers are asked for, and nothing moves', async () => {
  const second = await visitor.context.newPage()
  const costs = await countCosts(second, async () => {
    await second.goto(`${site.origin}/devices`)
    await footOf(second, `${count} devices`).waitFor()
    await settle(second)
  })
  const sum = costs.scripts.reduce((all, { bytes }) => all + bytes, 0)
  expect(sum).toBeGreaterThan(100_000)
  expect(sum, JSON.stringify(costs.scripts)).toBeLessThanOrEqual(260_000)
  expect(costs.scripts.filter(({ name }) => byNeed.test(name))).toEqual([])
  expect(costs.otherScripts.length).toBeGreaterThan(20)
  expect(costs.otherScripts.filter(({ bytes }) => bytes > 60_000)).toEqual([])
  expect(costs.asked.length, costs.asked.join(' ')).toBeLessThanOrEqual(10)
  const moved = costs.shifts.reduce((all, { by }) => all + by, 0)
  expect(moved, JSON.stringify(costs.shifts)).toBeLessThanOrEqual(0.05)
  await second.close()
})

test('walking through lists and pages leaves neither elements nor memory behind', async () => {
  const round = async () => {
    for (const path of ['/imports', '/profiles', '/overview', '/devices']) {
      await go(page, path)
      await settle(page)
    }
    await page.locator('.grid-body [role=gridcell]').nth(1).click()
    for (let i = 0; i < 8; i++) await page.keyboard.press('PageDown')
    await page.keyboard.press('Control+End')
    await settle(page)
  }
  await round()
  const [elements, before] = [await page.locator('*').count(), await heapOf(page)]
  expect(elements).toBeLessThanOrEqual(3_000)
  for (let i = 0; i < 3; i++) await round()
  expect(await page.locator('*').count()).toBeLessThanOrEqual(elements * 1.1)
  const after = await heapOf(page)
  expect(after).toBeLessThanOrEqual(40_000_000)
  expect(after - before).toBeLessThanOrEqual(8_000_000)
})

test('devices go by a plan that says what is lost, are seen to be gone, and come back', async () => {
  await go(page, '/devices')
  await footOf(page, `${count} devices`).waitFor()
  for (const row of [1, 2]) await page.locator('.grid-body .grid-check').nth(row).click()
  await page.getByText('2 devices selected', { exact: true }).waitFor()
  await button(page, 'Remove completely…').click()
  const pane = page.getByRole('dialog', { name: 'Remove 2 devices completely' })
  await pane
    .getByText(/Deregister a device/)
    .first()
    .waitFor()
  await pane.getByLabel('Reason').fill('Sold')
  await button(page, 'Make the plan').click()
  await page.waitForURL(/\/removals\/[0-9a-f-]{36}$/)
  await page.getByText('Nothing has happened to these devices yet.').waitFor()
  expect(await page.getByText(/^Recognized by the id of the registration/).count()).toBe(2)
  const acting = async (name: string) => {
    await button(page, name).click()
    await page.getByRole('alertdialog').getByRole('button', { name, exact: true }).click()
  }
  await acting('Run the plan')
  await page.getByText('Every record that the order takes was seen to be gone.').waitFor()
  expect(await page.getByText('Windows Autopilot registration: gone').count()).toBe(2)
  await acting('Undo the removal')
  await page.getByText('The registrations are back as they were.').waitFor()
  await go(page, '/removals')
  await page.getByRole('gridcell', { name: 'Undone' }).first().waitFor()
  await go(page, '/devices')
  await footOf(page, `${count} devices`).waitFor()
})

accessWalks(() => ({ site, page, browser }))
