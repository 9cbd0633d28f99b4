/** Devices are changed in the list: all that match, and what somebody else changes meanwhile. */
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { count, page, site } from './devices-stage.ts'
import { button, footOf, go, openJobs, said } from './walks.ts'

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
