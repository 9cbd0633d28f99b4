/** What people may do in the portal: what their role allows, and what asks for a second factor. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { type Json, json } from '../support/registry.ts'
import { fillOrganization } from './organization-content.ts'
import { openPortalSite, type PortalSite, signIn, visit } from './portal-site.ts'
import { button, footOf, go } from './walks.ts'

let site: PortalSite
let browser: Browser

beforeAll(async () => {
  site = await openPortalSite()
  await fillOrganization(site, 60)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
})

const ask = async (path: string): Promise<Json> => json(site.contoso.client.ask('GET', path))

async function count(): Promise<number> {
  return (await ask('/admin/v1/devices?top=1&count=true')).count
}

async function demandPasskeysOf(passkeyRoles: readonly string[]): Promise<void> {
  const policy = await ask('/admin/v1/factor-policy')
  const put = { ...policy, passkeyRoles }
  const changed = await site.contoso.client.ask('PUT', '/admin/v1/factor-policy', put)
  expect(changed.status, await changed.text()).toBeLessThan(300)
}

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

const roles = [
  { who: 'mei', first: '/import', sees: ['Import', 'Imports', 'Hash bench'] },
  { who: 'omar', first: '/overview', sees: ['Overview', 'Devices', 'Imports', 'Hash bench'] },
  { who: 'zoe', first: '/groups', sees: ['Groups', 'Access', 'Hash bench', 'Settings'] },
]

test.each(roles)('$who sees what the role allows, and learns so elsewhere', async (person) => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin, `${person.who}@contoso.test`)
  await page.waitForURL(`${site.origin}${person.first}`)
  const items = page.getByRole('navigation', { name: 'Main' }).locator('.nav-text')
  expect(await items.allTextContents()).toEqual(person.sees)
  await go(page, '/audit')
  await page.getByRole('heading', { name: 'You can’t see this' }).waitFor()
  if (person.who === 'omar') {
    await page.getByText('You see devices tagged Kiosk.').waitFor()
    await go(page, '/devices')
    const { count: kiosks } = await ask(
      `/admin/v1/devices?top=1&count=true&filter=${encodeURIComponent("groupTag eq 'Kiosk'")}`,
    )
    await footOf(page, `${kiosks} devices`).waitFor()
    await page.locator('.grid-body .grid-check').first().click()
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  }
  expect(complaints).toEqual([])
  await context.close()
})
