/** Every page of the portal, with what is opened on it before it is looked at. */
import type { Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { expect } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Client, type Json, json } from '../support/registry.ts'
import { enterOrganization } from './visits.ts'
import { drawn, go } from './walks.ts'

export type Shown = {
  readonly name: string
  readonly path: string
  /** What is done there before it is looked at. */
  readonly act?: (page: Page) => Promise<void>
}

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
}

async function chooseRows(page: Page): Promise<void> {
  for (const row of [1, 2, 4]) await page.locator('.grid-body .grid-check').nth(row).click()
}

async function openBulkEdit(page: Page): Promise<void> {
  await chooseRows(page)
  await press(/^Edit/)(page)
  await page.getByRole('dialog').waitFor()
}

async function previewBulkEdit(page: Page): Promise<void> {
  await openBulkEdit(page)
  await page.getByLabel('What to do with: Group tag').selectOption('replace')
  await page.getByRole('combobox', { name: 'Group tag: Replace with' }).fill('Lobby')
  await press('Preview')(page)
  await page.getByRole('button', { name: /^Change \d/ }).waitFor()
}

async function openDelete(page: Page): Promise<void> {
  await chooseRows(page)
  await press(/^Delete/)(page)
  await page.getByRole('alertdialog').waitFor()
}

async function openRemove(page: Page): Promise<void> {
  await chooseRows(page)
  await press(/^Remove completely/)(page)
  await page.getByRole('dialog').waitFor()
}

async function openJobs(page: Page): Promise<void> {
  await page.locator('header').getByRole('button', { name: /^Jobs/ }).click()
  await page.getByRole('dialog').waitFor()
}

async function openFilter(page: Page): Promise<void> {
  await press(/^Group tag/)(page)
  await page.locator('.fui-PopoverSurface, [role=menu], [role=dialog]').first().waitFor()
}

async function editFirst(page: Page): Promise<void> {
  // Not on the name, which is a link.
  await page.locator('.grid-body [role=gridcell]').nth(2).click()
  await page.keyboard.press('F2')
  await page.getByRole('dialog').waitFor()
}

export const openRow = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('row', { name }).first().locator('[role=gridcell]').first().click()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
}

/** What opens over the list of devices. */
export const deviceDialogs: readonly Shown[] = [
  { name: 'devices-filter-menu', path: '/devices', act: openFilter },
  { name: 'devices-selected', path: '/devices', act: chooseRows },
  { name: 'device-edit', path: '/devices', act: editFirst },
  { name: 'devices-edit', path: '/devices', act: openBulkEdit },
  { name: 'devices-edit-preview', path: '/devices', act: previewBulkEdit },
  { name: 'devices-delete', path: '/devices', act: openDelete },
]

/** A file with two faults that the browser finds, one of which it can repair. */
async function checkDamaged(page: Page): Promise<void> {
  const rows = [...makeFleet({ seed: 'damaged', count: 4 })].map(
    (device) => `${device.description.serialNumber},,${device.hash().text},Kiosk`,
  )
  const head = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag'
  const [first = ''] = rows
  const lines = [head, ...rows, first, 'PF0VG8PE,,not a hash,Kiosk']
  await page.locator('input[type=file][multiple]').setInputFiles({
    name: 'delivery-november.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\r\n')),
  })
  await page.getByRole('button', { name: /^Import \d/ }).waitFor()
}

/** A file in which a column that is named otherwise may hold group tags. */
async function chooseDoubtful(page: Page): Promise<void> {
  const rows = [...makeFleet({ seed: 'doubtful', count: 4 })].map(
    (device) => `${device.description.serialNumber},,${device.hash().text},Kiosk`,
  )
  const head = 'Device Serial Number,Windows Product ID,Hardware Hash,My Tag'
  await page.locator('input[type=file][multiple]').setInputFiles({
    name: 'branch-riga.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([head, ...rows].join('\r\n')),
  })
  await page.getByRole('button', { name: 'Import it as it was read' }).waitFor()
}

async function makeCode(page: Page): Promise<void> {
  await press('New code')(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
}

async function decodeHash(page: Page): Promise<void> {
  const [device] = makeFleet({ seed: 'bench', count: 1 })
  await page.getByLabel('Hash, CSV row or OA3 XML').fill(device?.hash().text ?? '')
  await page.getByText('SmbiosSystemSerialNumber').waitFor()
}

/** Lists, and what lists hold, of an organization that has something of everything. */
export async function pagesOf(client: Client): Promise<readonly Shown[]> {
  const first = async (path: string, which = (_: Json) => true): Promise<string> => {
    const { value } = await json(client.ask('GET', path))
    const found = value.find(which) ?? value[0]
    if (found === undefined) throw new Error(`there is nothing at ${path}`)
    return found.id ?? found.importId
  }
  const [device, profile, group, conflict, failed, repair, dispute] = await Promise.all([
    first('/admin/v1/devices?q=Lab&top=200', ({ model }) => model !== ''),
    first('/beta/deviceManagement/windowsAutopilotDeploymentProfiles'),
    first('/v1.0/groups'),
    first('/admin/v1/conflicts?state=open'),
    first('/admin/v1/imports', ({ error }) => error > 0),
    first('/admin/v1/repair-cases?state=deviceParked'),
    first('/admin/v1/disputes'),
  ])
  const changed = await first(
    '/admin/v1/devices?top=200&sort=registeredDateTime',
    (each) => each.id === device,
  )
  const select = { ids: [device] }
  const plan = await json(client.ask('POST', '/admin/v1/removal-plans', { select }))
  return [
    { name: 'overview', path: '/overview' },
    { name: 'devices', path: '/devices' },
    { name: 'devices-filtered', path: '/devices?tag=Kiosk&tag=Lab&q=1' },
    { name: 'devices-one', path: '/devices?q=PE0PUGA1' },
    { name: 'devices-no-match', path: '/devices?q=nothing-is-called-this' },
    ...deviceDialogs,
    { name: 'device', path: `/devices/${changed}` },
    { name: 'device-hashes', path: `/devices/${changed}?tab=hashes` },
    { name: 'device-profile', path: `/devices/${device}?tab=profile` },
    { name: 'device-entra', path: `/devices/${device}?tab=entra` },
    { name: 'device-timeline', path: `/devices/${device}?tab=timeline` },
    { name: 'jobs', path: '/overview', act: openJobs },
    { name: 'import', path: '/import' },
    { name: 'import-checked', path: '/import', act: checkDamaged },
    { name: 'import-doubtful', path: '/import', act: chooseDoubtful },
    { name: 'imports', path: '/imports' },
    { name: 'import-result', path: `/imports/${failed}` },
    { name: 'profiles', path: '/profiles' },
    { name: 'profile', path: `/profiles/${profile}` },
    { name: 'groups', path: '/groups' },
    { name: 'group', path: `/groups/${group}` },
    { name: 'conflicts', path: '/conflicts' },
    { name: 'conflict', path: `/conflicts/${conflict}` },
    { name: 'disputes', path: '/disputes' },
    { name: 'dispute', path: `/disputes/${dispute}` },
    { name: 'identifiers', path: '/identifiers' },
    { name: 'associations', path: '/associations' },
    { name: 'association', path: '/associations', act: openRow(/5CG4310XKL/) },
    { name: 'intake', path: '/intake' },
    { name: 'intake-code', path: '/intake', act: makeCode },
    { name: 'enrollments', path: '/enrollments' },
    { name: 'enrollment-tokens', path: '/enrollments/tokens' },
    { name: 'enrollment-settings', path: '/enrollments/settings' },
    { name: 'approvals', path: '/approvals' },
    { name: 'approval', path: '/approvals', act: openRow(/Change what one person/) },
    { name: 'deleted', path: '/deleted' },
    { name: 'deleted-device', path: '/deleted', act: openRow(/Released|Reserved in \d/) },
    { name: 'transfers', path: '/transfers' },
    { name: 'transfer', path: '/transfers', act: openRow(/Offered/) },
    { name: 'webhooks', path: '/webhooks' },
    { name: 'webhook', path: '/webhooks', act: openRow(/receiver\.example/) },
    { name: 'access-people', path: '/access/people' },
    { name: 'access-person', path: '/access/people', act: openRow(/Mei Tanaka/) },
    { name: 'access-roles', path: '/access/roles' },
    { name: 'access-role', path: '/access/roles', act: openRow(/Kiosk desk/) },
    { name: 'access-role-built-in', path: '/access/roles', act: openRow(/Global Administrator/) },
    { name: 'access-applications', path: '/access/applications' },
    { name: 'access-application', path: '/access/applications', act: openRow(/Shipping/) },
    { name: 'access-tokens', path: '/access/tokens' },
    { name: 'access-sign-in', path: '/access/sign-in' },
    { name: 'audit', path: '/audit' },
    { name: 'settings', path: '/settings' },
    { name: 'me', path: '/me' },
    { name: 'bench', path: '/bench', act: decodeHash },
    { name: 'devices-remove', path: '/devices', act: openRemove },
    { name: 'repairs', path: '/repairs' },
    { name: 'repair', path: `/repairs/${repair}` },
    { name: 'removals', path: '/removals' },
    { name: 'removal', path: `/removals/${plan.id}` },
  ]
}

/** The lists of an organization that has just begun. */
export const emptyPages: readonly Shown[] = [
  'overview',
  'devices',
  'imports',
  'profiles',
  'groups',
  'conflicts',
  'disputes',
  'identifiers',
  'associations',
  'intake',
  'enrollments',
  'approvals',
  'deleted',
  'repairs',
  'removals',
  'transfers',
  'webhooks',
  'audit',
].map((name) => ({ name: `${name}-none`, path: `/${name}` }))

/** The way in, as somebody without a session sees it. */
export const wayIn: readonly Shown[] = [
  {
    name: 'landing',
    path: '/',
    act: (page) => page.waitForSelector('.landing-card button').then(),
  },
  { name: 'sign-in', path: '/', act: goToPassword },
  { name: 'hand-in', path: '/', act: goToHandIn },
]

async function goToPassword(page: Page): Promise<void> {
  await enterOrganization(page, 'grace@contoso.test')
  await page.waitForSelector('#password')
}

/** Never a page of the portal, even for a person who is signed in. */
async function goToHandIn(page: Page): Promise<void> {
  await page.goto(new URL('/hand-in', page.url()).href)
  await page.waitForSelector('form.form')
}

/** Goes there without loading the portal anew, and waits until everything that was asked for is there. */
export async function show(page: Page, { path, act }: Shown): Promise<void> {
  await go(page, '/me?leaving')
  await go(page, path)
  await settle(page)
  await act?.(page)
  await settle(page)
}

const isSettled = `document.querySelector('h1, .empty, .landing-card, [role=dialog]') !== null &&
  document.querySelector('.bones, .grid-bone, .grid.stale, .fui-Spinner') === null &&
  !document.querySelector('.grid-foot')?.textContent.includes('Counting') &&
  // What a pane has hidden comes back a moment after the pane is gone.
  (document.querySelector('[role=dialog], [role=alertdialog]') !== null ||
    document.querySelector('header.header[aria-hidden]') === null)`

/** No skeleton is left, and the browser has drawn. Asked from outside: the page's policy lets no text become code. */
export async function settle(page: Page): Promise<void> {
  await eventually(async () => expect(await page.evaluate(isSettled)).toBe(true))
  await drawn(page)
}
