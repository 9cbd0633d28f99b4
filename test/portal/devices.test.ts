/** The device list: what is filtered, selected and changed in it, by mouse and by keyboard alone; and what it costs. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accessWalks } from './access-walks.ts'
import { countCosts, heapOf } from './costs.ts'
import { browser, count, openStage, page, site, visitor } from './devices-stage.ts'
import { settle } from './pages.ts'
import { button, drawn, footOf, go } from './walks.ts'
import './changing-devices.ts'

beforeAll(openStage)
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(visitor.complaints).toEqual([])
  expect(site.registry.failures).toEqual([])
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
