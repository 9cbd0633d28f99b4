/** The edit pane of one device: whatever it shows as saved is what the device has. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, said } from './walks.ts'

const portal = portalForAll()
const set = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
let page: Page
let id: string

beforeAll(async () => {
  const { site, browser } = portal
  await site.contoso.addPerson('mei', 'Mei Tan', [])
  await importDevices(site, site.contoso.client, { seed: 'edits', count: 1, label: 'one.csv' })
  const { value } = await json(site.contoso.client.ask('GET', '/admin/v1/devices'))
  id = (value as Json[])[0]?.id
  page = (await visit(browser)).page
  await signIn(page, site.origin)
})

async function give(properties: Json): Promise<void> {
  const path = `${set}/${id}/updateDeviceProperties`
  expect((await portal.site.contoso.client.ask('POST', path, properties)).status).toBe(204)
}

const device = () => json(portal.site.contoso.client.ask('GET', `${set}/${id}`))

/** The pane, opened anew on the device as it is now. */
async function edit() {
  await page.goto(`${portal.site.origin}/devices/${id}`)
  await button(page, 'Edit').click()
  const pane = page.getByRole('dialog', { name: /^Edit / })
  await pane.waitFor()
  return {
    pane,
    name: pane.getByRole('textbox', { name: 'User friendly name' }),
    user: pane.getByRole('combobox', { name: 'User' }),
    tag: pane.getByRole('combobox', { name: 'Group tag' }),
  }
}

test('the friendly name is shown, and saved also where nothing else is changed', async () => {
  await give({ userPrincipalName: 'mei@contoso.test', addressableUserName: 'Mei' })
  const { pane, name } = await edit()
  expect(await name.inputValue()).toBe('Mei')
  await name.fill('Dr Mei Tan')
  await button(page, 'Save').click()
  await pane.waitFor({ state: 'detached' })
  expect(await device()).toMatchObject({
    userPrincipalName: 'mei@contoso.test',
    addressableUserName: 'Dr Mei Tan',
  })
})

test('another user is not greeted by the name of the one before', async () => {
  await give({ userPrincipalName: 'mei@contoso.test', addressableUserName: 'Mei' })
  const { pane, name, user } = await edit()
  await user.fill('ada@contoso.test')
  await page.keyboard.press('Tab')
  expect(await name.inputValue()).toBe('')
  await button(page, 'Save').click()
  await pane.waitFor({ state: 'detached' })
  expect(await device()).toMatchObject({
    userPrincipalName: 'ada@contoso.test',
    addressableUserName: '',
  })
})

test('an edit is saved whole or not at all', async () => {
  await give({ userPrincipalName: 'mei@contoso.test', addressableUserName: 'Mei', groupTag: 'Lab' })
  const { pane, user, tag } = await edit()
  await user.fill('')
  await tag.fill('x'.repeat(513))
  await button(page, 'Save').click()
  await said(page, 'groupTag')
  expect(await device()).toMatchObject({ userPrincipalName: 'mei@contoso.test', groupTag: 'Lab' })

  await page.locator('main > [aria-hidden=true]').first().waitFor({ state: 'attached' })
  // Of all that the pane hides, what says why it was not saved is not hidden.
  const heard = page.locator('[aria-live=assertive], [aria-live=polite]')
  await eventually(async () => expect(await heard.count()).toBeGreaterThan(0))
  expect(
    await page.locator('[aria-hidden=true] [aria-live], [aria-hidden=true][aria-live]').count(),
  ).toBe(0)
  await page.keyboard.press('F8')
  const notice = page.getByRole('listitem').filter({ hasText: 'groupTag' })
  await notice.waitFor()
  await page.keyboard.press('Escape')
  await notice.waitFor({ state: 'detached' })
  await pane.locator(':focus').waitFor()

  await tag.fill('Sales')
  await button(page, 'Save').click()
  await pane.waitFor({ state: 'detached' })
  expect(await device()).toMatchObject({
    userPrincipalName: '',
    addressableUserName: '',
    groupTag: 'Sales',
  })
})
