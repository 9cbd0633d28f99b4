/**
 * The judge: msal-browser, unmodified, in a real Chromium, against a real server process.
 *
 * The page lives on another origin than the server, as single-page applications do; Chromium enforces the
 * pages' content security policy, cookies and cross-origin rules.
 */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPublicApplication } from '../../src/core/applications/sign-in-settings.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { applicationsIn } from '../../src/storage/applications/applications.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { startBrowser } from '../support/browser.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { addManager, password } from '../surfaces/authority/people.ts'

const scope = 'https://graph.microsoft.com/DeviceManagementServiceConfig.ReadWrite.All'
const require = createRequire(import.meta.url)
const library = join(dirname(require.resolve('@azure/msal-browser')), 'msal-browser.min.js')

let database: TestDatabase
let taxiway: TaxiwayProcess
let site: Server
let siteOrigin: string
let clientId: string
let browser: Browser
let name: string

beforeAll(async () => {
  database = await cloneDatabase(localBackend, migrate)
  taxiway = await startTaxiwayProcess({
    env: { TAXIWAY_DATABASE_URL: database.connectionString },
  })
  site = createServer((request, response) => {
    if (request.url?.startsWith('/msal.js')) {
      response.setHeader('content-type', 'text/javascript')
      return response.end(readFileSync(library))
    }
    response.setHeader('content-type', 'text/html')
    return response.end('<!doctype html><title>Fleet</title><script src="/msal.js"></script>')
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  siteOrigin = `http://localhost:${(site.address() as AddressInfo).port}`
  const store = openStore({ connectionString: database.connectionString })
  clientId = await createPublicApplication(applicationsIn(store), {
    tenantId: taxiway.credentials().tenant as TenantId,
    displayName: 'Fleet page',
    kind: 'spa',
    redirectUris: [`${siteOrigin}/`],
    delegatedScopes: ['DeviceManagementServiceConfig.ReadWrite.All'],
  })
  name = await addManager(store, taxiway.credentials().tenant as TenantId)
  await store.close()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  site?.closeAllConnections()
  await taxiway?.dispose()
  await database?.drop()
})

/** Evaluated in the page: makes the client and lets it take what a redirect brought. */
const setUp = `(async ({ authority, host, clientId }) => {
  window.client = new msal.PublicClientApplication({
    auth: { clientId, authority, knownAuthorities: [host], redirectUri: location.origin + '/' },
    cache: { cacheLocation: 'sessionStorage' },
  })
  await client.initialize()
  const result = await client.handleRedirectPromise()
  return result && { name: result.account.username, scopes: result.scopes, token: result.accessToken, state: result.state }
})`

type Outcome = { name: string; scopes: string[]; token: string } | null

async function prepare(page: Page, address = `${siteOrigin}/`): Promise<Outcome> {
  if (page.url() !== address) await page.goto(address)
  const { tenant } = taxiway.credentials()
  const setting = {
    authority: `${taxiway.origin}/${tenant}`,
    host: new URL(taxiway.origin).host,
    clientId,
  }
  return await page.evaluate(`${setUp}(${JSON.stringify(setting)})`)
}

/** What it does ends the page, so nobody waits for its answer. */
async function leave(page: Page, what: string): Promise<void> {
  await page.evaluate(`void ${what}`)
}

async function fillIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Email or user name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('code and PKCE: password, consent, tokens, silent renewal, Graph, sign-out', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  expect(await prepare(page)).toBeNull()
  await leave(page, `client.loginRedirect({ scopes: ['${scope}'] })`)
  await page.waitForURL(/\/sign-in\//)

  await fillIn(page, name, 'wrong')
  expect(await page.getByRole('alert').textContent()).toContain('AADSTS50126')
  complaints.length = 0
  await fillIn(page, name, password)
  await page.getByRole('heading', { name: 'Permissions requested' }).waitFor()
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.waitForURL((url) => url.origin === siteOrigin)

  const outcome = await prepare(page, page.url())
  expect(outcome?.name).toBe(name)
  expect(outcome?.scopes).toContain(scope)

  const silent = `client.acquireTokenSilent({ scopes: ['${scope}'], account: client.getAllAccounts()[0], forceRefresh: true }).then((r) => ({ token: r.accessToken, fromCache: r.fromCache }))`
  const renewed = (await page.evaluate(silent)) as { token: string; fromCache: boolean }
  expect(renewed.fromCache).toBe(false)
  const graph = await context.request.get(
    `${taxiway.origin}/v1.0/deviceManagement/windowsAutopilotDeviceIdentities`,
    { headers: { authorization: `Bearer ${renewed.token}` } },
  )
  expect(graph.status()).toBe(200)
  expect(complaints).toEqual([])

  await leave(page, 'client.logoutRedirect({ account: client.getAllAccounts()[0] })')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.origin === siteOrigin)
  await context.close()
})

test('a second sign-in of the same browser needs no password', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await prepare(page)
  await leave(page, `client.loginRedirect({ scopes: ['${scope}'] })`)
  await page.waitForURL(/\/sign-in\//)
  await fillIn(page, name, password)
  await page.waitForURL((url) => url.origin === siteOrigin)
  await prepare(page, page.url())
  await page.evaluate('sessionStorage.clear()')
  await page.goto(`${siteOrigin}/`)
  await prepare(page)
  await leave(page, `client.loginRedirect({ scopes: ['${scope}'] })`)
  await page.waitForURL((url) => url.origin === siteOrigin && url.hash.includes('code='))
  expect((await prepare(page, page.url()))?.name).toBe(name)
  await context.close()
})

test('a page on another origin reads no tokens', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.goto(`${siteOrigin.replace('localhost', '127.0.0.1')}/`)
  const { tenant } = taxiway.credentials()
  const request = `fetch('${taxiway.origin}/${tenant}/oauth2/v2.0/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', client_id: '${clientId}', refresh_token: 'x' }) }).then((r) => 'read ' + r.status, () => 'blocked')`
  expect(await page.evaluate(request)).toBe('blocked')
  await context.close()
})
