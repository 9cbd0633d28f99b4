/** Passkeys in a real Chromium with a virtual security key: the pages, their one script and their policy together. */
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPublicApplication } from '../../src/core/applications/sign-in-settings.ts'
import {
  defaultFactorPolicy,
  factorsBy,
} from '../../src/identity-provider/core/factors/factor-policy.ts'
import { factorPagesOf } from '../../src/identity-provider/pages/factors/factor-pages.ts'
import { startBrowser } from '../support/browser.ts'
import { codeRequest } from '../surfaces/authority/browser-session.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'
import { addSigners, authorizePath, password, scope } from '../surfaces/authority/people.ts'
import { authorityOn, startAuthority } from '../surfaces/authority/support.ts'
import { serverOn } from './support.ts'

let browser: Browser
let site: Awaited<ReturnType<typeof startSite>>

async function startSite() {
  const https = await startHttps()
  const first = await startAuthority({ origin: https.origin })
  const factors = { ...serverOn(first.connectionString), origin: https.origin }
  const rules = factorsBy(factors.standings)
  const pages = factorPagesOf({ ...factors, factors: rules, now: () => new Date() })
  const deps = { factors: rules, factorPages: pages }
  const second = authorityOn(first.connectionString, { origin: https.origin, deps })
  const back = `${https.origin}/back`
  https.serve((request) => {
    if (request.url.startsWith(back)) return new Response('back at the program')
    // Asked for by a full browser on the program's own page, which has no icon.
    if (request.url.endsWith('/favicon.ico')) return new Response(null, { status: 204 })
    return second.app.fetch(request)
  })
  const authority = { ...first, ...second, close: first.close }
  await addSigners(authority)
  const program = await createPublicApplication(first.deps.applications, {
    tenantId: first.tenantId,
    displayName: 'Fleet page',
    kind: 'spa',
    redirectUris: [back],
    delegatedScopes: [scope],
    consentedScopes: [scope],
  })
  await factors.policies.set(first.tenantId, {
    ...defaultFactorPolicy,
    passkeyRoles: ['Global Administrator'],
  })
  return {
    origin: https.origin,
    tenantId: first.tenantId,
    program,
    back,
    async close() {
      await https.close()
      await factors.store.close()
      await second.store.close()
      await first.close()
    },
  }
}

beforeAll(async () => {
  site = await startSite()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

async function visit(page: Page): Promise<void> {
  const { query } = codeRequest({ client_id: site.program, redirect_uri: site.back })
  await page.goto(`${site.origin}${authorizePath(site.tenantId, query)}`)
  await page.fill('#username', 'ada@contoso.test')
  await page.fill('#password', password)
  await page.click('button.primary')
}

async function addVirtualKey(session: CDPSession): Promise<void> {
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('an owner sets up a passkey, keeps recovery codes, and signs in with the passkey afterwards', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await addVirtualKey(await context.newCDPSession(page))
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })

  await visit(page)
  await page.waitForSelector('h1:has-text("Set up a passkey")')
  await page.fill('#name', 'Virtual key')
  await page.click('button.primary')
  await page.waitForSelector('h1:has-text("Keep your recovery codes")')
  expect(await page.locator('ol code').count()).toBe(10)
  await page.click('button.primary')
  await page.waitForURL(`${site.back}?*`)
  expect(new URL(page.url()).searchParams.has('code')).toBe(true)

  await context.clearCookies()
  await visit(page)
  await page.waitForSelector('h1:has-text("Use your passkey")')
  await page.click('button.primary')
  await page.waitForURL(`${site.back}?*`)
  expect(new URL(page.url()).searchParams.has('code')).toBe(true)
  expect(complaints).toEqual([])
  await context.close()
})

test('without a passkey the page says so and stays', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await visit(page)
  await page.waitForSelector('h1:has-text("Use your passkey")')
  await page.evaluate(
    "navigator.credentials.get = () => Promise.reject(new DOMException('no key', 'NotAllowedError'))",
  )
  await page.click('button.primary')
  await page.waitForSelector('#problem:not([hidden])')
  expect(await page.textContent('#problem')).toContain('was not used')
  await context.close()
})
