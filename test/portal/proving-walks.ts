/** Proving to be the one who signed in: a passkey and its step-up, and a session that ends. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Json } from '../support/registry.ts'
import { ask, browser, count, site } from './people-stage.ts'
import { giveSecurityKey } from './security-key.ts'
import { enterOrganization, enterPassword, openLanding, signIn, visit } from './visits.ts'
import { button, footOf, go, openJobs, said } from './walks.ts'

async function demandPasskeysOf(passkeyRoles: readonly string[]): Promise<void> {
  const policy = await ask('/admin/v1/factor-policy')
  const put = { ...policy, passkeyRoles }
  const changed = await site.contoso.client.ask('PUT', '/admin/v1/factor-policy', put)
  expect(changed.status, await changed.text()).toBeLessThan(300)
}

/** The pop-up in which a person proves to be the one who signed in. */
async function proveInPopUp(page: Page, name: string): Promise<void> {
  const opened = page.context().waitForEvent('page')
  await button(page, 'Continue').click()
  const popUp = await opened
  await enterPassword(popUp, name)
  await popUp.waitForSelector('h1:has-text("Use your passkey")')
  await Promise.all([popUp.waitForEvent('close'), popUp.click('button.primary')])
}

test('a passkey is set up at sign-in, and proves who deletes, exports hashes and decides', async () => {
  await demandPasskeysOf(['Global Administrator'])
  const { context, page, complaints } = await visit(browser)
  await giveSecurityKey(context, page)
  const grace = 'grace@contoso.test'
  await openLanding(page, site.origin)
  await enterOrganization(page, grace)
  await enterPassword(page, grace)
  await page.waitForSelector('h1:has-text("Set up a passkey")')
  await page.fill('#name', 'My key')
  await page.click('button.primary')
  await page.waitForSelector('h1:has-text("Keep your recovery codes")')
  await page.click('button.primary')
  await page.waitForSelector('header.header')

  const before = await count()
  await go(page, '/devices')
  await footOf(page, `${before} devices`).waitFor()
  for (const row of [0, 1]) await page.locator('.grid-body .grid-check').nth(row).click()
  await button(page, 'Delete').click()
  const dialog = page.getByRole('alertdialog', { name: 'Delete 2 devices?' })
  site.pass(600)
  await dialog.getByRole('button', { name: 'Delete 2 devices' }).click()
  await proveInPopUp(page, grace)
  await eventually(async () => expect(await count()).toBe(before - 2))
  await footOf(page, `${before - 2} devices`).waitFor()

  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /^Hashes/ }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Export/ })
    .click()
  await openJobs(page)
  const saving = page.waitForEvent('download')
  const exported = page.locator('.job', { hasText: /^Export/ })
  await exported.getByRole('button', { name: 'Download (CSV)' }).click()
  const file = await (await saving).path()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await go(page, '/import')
  await page.locator('input[type=file][multiple]').setInputFiles(file)
  const send = page.getByRole('button', { name: /^Import \d+ devices$/ })
  await send.waitFor()
  const rows = Number(/\d+/.exec((await send.textContent()) ?? '')?.[0])
  expect(rows).toBeGreaterThan(before / 2)
  await send.click()
  await page.getByText(`0 registered · ${rows} failed.`).waitFor()
  await page.getByText('806 ZtdDeviceAlreadyAssigned').first().waitFor()

  await go(page, '/conflicts')
  await page.getByRole('row').nth(1).getByRole('link').click()
  await button(page, 'It is a different device').click()
  await said(page, 'Decided: a different device.')
  await eventually(async () => expect(await count()).toBe(before - 1))
  expect(complaints).toEqual([])
  await context.close()
})

test('who needs a second factor and has none yet is sent to add one, and nothing is deleted', async () => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  await demandPasskeysOf(['Global Administrator', 'Intune Administrator'])
  const before = await count()
  await go(page, '/devices')
  await page.locator('.grid-body .grid-check').first().click()
  await button(page, 'Delete').click()
  await page.getByRole('button', { name: 'Delete 1 device' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await dialog.getByText('You have no second factor yet.').waitFor()
  await dialog.getByRole('button', { name: 'Open my account' }).click()
  await page.waitForURL(`${site.origin}/me`)
  expect(await count()).toBe(before)
  await demandPasskeysOf(['Global Administrator'])
  expect(complaints).toEqual([])
  await context.close()
})

test('a session that ends in the middle of an edit is begun again beside it, and the edit is saved', async () => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  const { value } = await ask('/admin/v1/devices?top=1')
  const [device] = value as Json[]
  await go(page, `/devices/${device.id}`)
  await button(page, 'Edit').click()
  await page.getByLabel('Device name').fill('KEPT-1')
  const { value: people } = await ask('/v1.0/users')
  const { id } = people.find((each: Json) => each.userPrincipalName === 'ada@contoso.test')
  const ended = await site.contoso.client.ask('POST', `/v1.0/users/${id}/revokeSignInSessions`)
  expect(ended.status).toBeLessThan(300)
  // Something that runs beside may find out first, and ask above the pane.
  await button(page, 'Save').dispatchEvent('click')
  const bar = page.getByRole('alertdialog', { name: 'You have been signed out' })
  await bar.waitFor()
  expect(await page.getByLabel('Device name').inputValue()).toBe('KEPT-1')
  const opened = context.waitForEvent('page')
  await bar.getByRole('button', { name: 'Sign in' }).click()
  await enterPassword(await opened)
  await eventually(async () => {
    const saved = await ask(`/admin/v1/devices/${device.id}`)
    expect(saved.displayName).toBe('KEPT-1')
  })
  await page.locator('#pane').waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await context.close()
})
