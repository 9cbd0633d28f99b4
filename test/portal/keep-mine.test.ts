/** Two people edit the same thing: who keeps what they typed keeps that, and nothing that they have not touched. */
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { openRow } from './pages.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, go, said } from './walks.ts'

const portal = portalForAll()
const profileSet = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
const deviceSet = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
let page: Page
let complaints: readonly string[]

beforeAll(async () => {
  const { site, browser } = portal
  await site.contoso.addPerson('gil', 'Gil Green', ['Global Administrator'])
  await importDevices(site, site.contoso.client, { seed: 'keep', count: 1, label: 'one.csv' })
  const visited = await visit(browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, site.origin, 'gil@contoso.test')
})

async function theirs(method: string, path: string, body: Json): Promise<void> {
  const answer = await portal.site.contoso.client.ask(method, path, body)
  expect(answer.ok, await answer.clone().text()).toBe(true)
}

const read = (path: string): Promise<Json> => json(portal.site.contoso.client.ask('GET', path))

const changed = () => page.getByRole('alert').filter({ hasText: 'Changed in the meantime' })

/** The fields between which the person has to choose. */
async function disputed(): Promise<readonly string[]> {
  await changed().waitFor()
  return changed().getByRole('rowheader').allTextContents()
}

async function newProfile(displayName: string): Promise<string> {
  const type = '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile'
  const body = { '@odata.type': type, displayName, description: 'Before', locale: 'os-default' }
  return (await json(portal.site.contoso.client.ask('POST', profileSet, body))).id
}

const text = (name: string): Locator => page.getByRole('textbox', { name, exact: true })

test('a profile keeps what somebody else saved in other fields, also within its first start', async () => {
  const id = await newProfile('Kiosk')
  await go(page, `/profiles/${id}`)
  await text('Description').fill('Mine')
  await page.getByRole('switch', { name: 'Skip the keyboard page' }).check()
  await theirs('PATCH', `${profileSet}/${id}`, {
    displayName: 'Kiosk in Riga',
    description: 'Theirs',
    outOfBoxExperienceSetting: { userType: 'administrator' },
  })
  await button(page, 'Save').click()
  expect(await disputed()).toEqual(['Description', 'Skip the keyboard page'])
  await changed().getByText('Saved as they are either way: Name, Account type.').waitFor()
  await button(page, 'Keep mine').click()
  await said(page, 'The profile was saved.')
  expect(await read(`${profileSet}/${id}`)).toMatchObject({
    displayName: 'Kiosk in Riga',
    description: 'Mine',
    outOfBoxExperienceSetting: { userType: 'administrator', keyboardSelectionPageSkipped: true },
  })
  await eventually(async () => expect(await text('Name').inputValue()).toBe('Kiosk in Riga'))
})

test('what is typed beside the two values is kept with the rest', async () => {
  const id = await newProfile('Lab')
  await go(page, `/profiles/${id}`)
  await text('Description').fill('Mine')
  await theirs('PATCH', `${profileSet}/${id}`, { description: 'Theirs' })
  await button(page, 'Save').click()
  await changed().waitFor()
  await text('Description').fill('Mine, and theirs')
  await button(page, 'Keep mine').click()
  await eventually(async () =>
    expect((await read(`${profileSet}/${id}`)).description).toBe('Mine, and theirs'),
  )
})

test('a save sends nothing that nobody touched', async () => {
  const id = await newProfile('Sent')
  await go(page, `/profiles/${id}`)
  await text('Description').fill('Mine')
  const sent = page.waitForRequest((request) => request.method() === 'PATCH')
  await button(page, 'Save').click()
  expect((await sent).postDataJSON()).toEqual({ description: 'Mine' })
})

test('a device without a serial number is not called by that', async () => {
  const [device] = (await read('/admin/v1/devices')).value as Json[]
  expect(device.serialNumber).toBe('')
  await go(page, `/devices/${device.id}`)
  await button(page, 'Edit').click()
  await page.getByRole('dialog', { name: 'Edit device' }).waitFor()
  await page.getByRole('combobox', { name: 'Group tag' }).fill('First')
  await button(page, 'Save').click()
  await said(page, 'The device was changed.')
})

test('a device keeps the user that somebody else gave it while its tag was edited', async () => {
  const [device] = (await read('/admin/v1/devices')).value as Json[]
  await go(page, `/devices/${device.id}`)
  await button(page, 'Edit').click()
  await page.getByRole('combobox', { name: 'Group tag' }).fill('Mine')
  await theirs('POST', `${deviceSet}/${device.id}/updateDeviceProperties`, {
    userPrincipalName: 'ada@contoso.test',
    addressableUserName: 'Ada',
  })
  await button(page, 'Save').click()
  expect(await disputed()).toEqual(['Group tag'])
  await button(page, 'Keep mine').click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await read(`${deviceSet}/${device.id}`)).toMatchObject({
    groupTag: 'Mine',
    userPrincipalName: 'ada@contoso.test',
    addressableUserName: 'Ada',
  })
})

test('a switch of the sign-in leaves the switch beside it as somebody else set it', async () => {
  await go(page, '/access/sign-in')
  const strict = page.getByRole('switch', { name: 'Codes are valid once and only briefly' })
  await strict.waitFor()
  const policy = await read('/admin/v1/factor-policy')
  await theirs('PUT', '/admin/v1/factor-policy', {
    ...policy,
    passkeyRoles: ['Owner'],
  })
  await strict.click()
  expect(await disputed()).toEqual(['Codes are valid once and only briefly'])
  await changed().getByText('Saved as they are either way: Roles that need a passkey.').waitFor()
  const sent = page.waitForRequest((request) => request.method() === 'PUT')
  await button(page, 'Keep mine').click()
  expect((await sent).postDataJSON()).toEqual({
    ...policy,
    strictCodes: true,
    passkeyRoles: ['Owner'],
  })
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await proof.getByRole('button', { name: 'Cancel' }).click()
})

test('an application that is stopped keeps the name that is being typed', async () => {
  const body = { displayName: 'Nightly' }
  const { applicationId } = await json(
    portal.site.contoso.client.ask('POST', '/admin/v1/applications', body),
  )
  await page.goto(`${portal.site.origin}/access/applications`)
  await openRow(/Nightly/)(page)
  const pane = page.getByRole('dialog', { name: 'Nightly' })
  const name = pane.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('Weekly')
  await pane.getByRole('button', { name: 'Stop' }).click()
  await said(page, 'The application was changed.')
  expect(await name.inputValue()).toBe('Weekly')
  expect(await read(`/admin/v1/applications/${applicationId}`)).toMatchObject({
    displayName: 'Nightly',
    enabled: false,
  })
  expect(complaints).toEqual([])
})
