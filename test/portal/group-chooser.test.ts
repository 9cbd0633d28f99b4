/** Of any number of groups, one is chosen by a part of its name: for a profile, and for a role. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { faultsOf } from './looks.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, go, said } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]
let profile: Json
let role: Json

const ask = (method: string, path: string, body?: unknown): Promise<Json> =>
  json(portal.site.contoso.client.ask(method, path, body))

beforeAll(async () => {
  const { site, browser } = portal
  await site.contoso.addPerson('grace', 'Grace Hopper', [
    'Global Administrator',
    'Intune Administrator',
  ])
  for (let n = 1; n <= 45; n++)
    await ask('POST', '/v1.0/groups', {
      displayName: `Branch ${n}`,
      mailNickname: `branch${n}`,
      securityEnabled: true,
      mailEnabled: false,
    })
  profile = await ask('POST', '/beta/deviceManagement/windowsAutopilotDeploymentProfiles', {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: 'Kiosk',
  })
  role = await ask('POST', '/admin/v1/roles', {
    displayName: 'Desk',
    permissions: ['devices.read'],
  })
  ;({ page, complaints } = await visit(browser))
  await signIn(page, site.origin, 'grace@contoso.test')
})

async function choose(label: string, name: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label })
  await field.click()
  await page.getByRole('option', { name: 'There are more: type a part of the name.' }).waitFor()
  await field.fill(name)
  await page.getByRole('option', { name, exact: true }).click()
}

test('a profile is assigned to a group that is not among the first', async () => {
  await go(page, `/profiles/${profile.id}`)
  expect(await button(page, 'Include').isDisabled()).toBe(true)
  await choose('Add group', 'Branch 44')
  expect(await faultsOf(page, { scheme: 'light', width: 1440 })).toEqual([])
  await button(page, 'Include').click()
  await page.getByRole('link', { name: 'Branch 44' }).waitFor()
  expect(await button(page, 'Include').isDisabled()).toBe(true)
  // What is typed and not chosen is no group.
  await page.getByRole('combobox', { name: 'Add group' }).fill('Branch 44x')
  await page.keyboard.press('Tab')
  await page.getByText('Choose a group from the list.').waitFor()
  expect(await button(page, 'Include').isDisabled()).toBe(true)
})

test('a role is given to such a group, and names it', async () => {
  await go(page, '/access/roles')
  await page.getByRole('row', { name: /Desk/ }).locator('[role=gridcell]').first().click()
  await page.keyboard.press('Enter')
  const pane = page.getByRole('dialog')
  await pane.getByLabel('To whom').selectOption('group')
  await choose('A group', 'Branch 37')
  await pane.getByRole('button', { name: 'Assign this role' }).click()
  await said(page, 'The role was assigned.')
  await pane.getByRole('listitem').filter({ hasText: 'Branch 37' }).waitFor()
  const { value } = await ask('GET', '/admin/v1/role-assignments')
  const given = value.filter(({ roleId }: Json) => roleId === role.id)
  const group = await ask('GET', `/v1.0/groups/${given[0].principalId}`)
  expect(group.displayName).toBe('Branch 37')
  expect(complaints).toEqual([])
})
