/** A partner's people in the browser: what they see, and how they sign in for Partner Center itself. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { type Organization, openPortalSite, type PortalSite } from './portal-site.ts'
import { enterPassword, signIn, type Visit, visit } from './visits.ts'
import { button } from './walks.ts'

let site: PortalSite
let browser: Browser
let northwind: Organization

beforeAll(async () => {
  site = await openPortalSite()
  northwind = await site.addOrganization('northwind.test', 'Northwind Partners')
  await site.registry.app.partners.setStanding(northwind.tenantId, {
    kind: 'cspDirect',
    verified: true,
    providerId: null,
  })
  await northwind.addPerson('pia', 'Pia Holm', ['Admin agent'])
  await northwind.addPerson('sol', 'Sol Ruiz', ['Sales agent'])
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
})

const open: Visit[] = []

async function someone(name: string): Promise<Page> {
  const visitor = await visit(browser)
  open.push(visitor)
  await signIn(visitor.page, site.origin, name)
  return visitor.page
}

test('a sales agent uploads, and neither asks customers nor makes profiles', async () => {
  const sol = await someone('sol@northwind.test')
  await sol.waitForURL(`${site.origin}/customers`)
  await sol.getByText('No customers yet').waitFor()
  expect(await button(sol, 'Ask a customer').count()).toBe(0)
  const items = sol.getByRole('navigation', { name: 'Main' }).locator('.nav-text')
  expect(await items.allTextContents()).toEqual(['Customers', 'Hash bench'])
})

test('a person of a partner signs in for Partner Center, at the newer and the older token endpoint', async () => {
  const { app } = site.registry
  const policy = await json(northwind.client.ask('GET', '/admin/v1/sign-in-policy'))
  await northwind.client.ask('PUT', '/admin/v1/sign-in-policy', { ...policy, deviceCode: true })
  const post = async (path: string, form: Record<string, string>): Promise<Json> => {
    const body = new URLSearchParams({ client_id: '5d0c7d9e-3f0b-4d0e-9c55-1f6a4e0b7c21', ...form })
    return json(
      app.fetch(
        new Request(`${site.origin}/${northwind.tenantId}${path}`, { method: 'POST', body }),
      ),
    )
  }
  const customers = async (token: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` }
    return (await app.fetch(new Request(`${site.origin}/v1/customers`, { headers }))).status
  }
  const asked = await post('/oauth2/v2.0/devicecode', {
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation offline_access',
  })
  expect(asked).toHaveProperty('verification_uri')
  const visitor = await visit(browser)
  open.push(visitor)
  const { page } = visitor
  await page.goto(asked.verification_uri)
  await page.fill('input[name=user_code]', asked.user_code)
  await page.click('button.primary')
  await button(page, 'Continue').click()
  await enterPassword(page, 'pia@northwind.test')
  await page.getByRole('heading', { name: /^You have signed in to/ }).waitFor()
  let tokens: Json
  await eventually(async () => {
    tokens = await post('/oauth2/v2.0/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: asked.device_code,
    })
    expect(tokens).toHaveProperty('access_token')
  })
  expect(await customers(tokens.access_token)).toBe(200)
  const older = await post('/oauth2/token', {
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token,
    resource: 'https://graph.windows.net',
  })
  expect(older).toMatchObject({
    resource: 'https://graph.windows.net',
    expires_in: expect.any(String),
  })
  expect(await customers(older.access_token)).toBe(200)
})

test('nothing of it broke the policy of the pages', () => {
  expect(open.flatMap(({ complaints }) => complaints)).toEqual([])
})
