/** A whole Taxiway behind HTTPS with the built portal, and a browser's way into it. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { ensureUser } from '../../src/core/directory/user.ts'
import { newUuid, type TenantId } from '../../src/core/ids.ts'
import { portalFilesIn } from '../../src/host/portal-files.ts'
import { hashPassword } from '../../src/identity-provider/passwords/argon2.ts'
import { usersIn } from '../../src/storage/directory/users.ts'
import { openRegistry } from '../support/registry.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'

const password = 'correct horse battery staple'
export const ada = 'ada@contoso.test'

export type PortalSite = Awaited<ReturnType<typeof openPortalSite>>

/** With one organisation, `contoso.test`, and Ada, who administers its devices. */
export async function openPortalSite() {
  const https = await startHttps()
  const registry = await openRegistry(undefined, {
    publicUrl: https.origin,
    portal: portalFilesIn(),
  })
  https.serve((request) => registry.app.fetch(request))
  const tenantId = newUuid() as TenantId
  await registry.app.tenants.ensure({
    id: tenantId,
    displayName: 'Contoso',
    domains: ['contoso.test'],
  })

  async function addPerson(
    userPrincipalName: string,
    displayName: string,
    roles: readonly string[],
  ) {
    await ensureUser(usersIn(registry.store), hashPassword, {
      tenantId,
      userPrincipalName,
      displayName,
      password,
      roles,
      licensed: true,
    })
  }
  await addPerson(ada, 'Ada Adams', ['Intune Administrator'])

  return {
    origin: https.origin,
    registry,
    tenantId,
    addPerson,
    async close() {
      await https.close()
      await registry.close()
    },
  }
}

export type Visit = {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser refused or complained of; empty in the end. */
  readonly complaints: string[]
}

/** A browser that has never been here. Whatever breaks the page's policy, or throws, is a complaint. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const complaints: string[] = []
  await context.exposeFunction('complain', (text: string) => complaints.push(text))
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    complain(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))`)
  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(String(error)))
  })
  return { context, page: await context.newPage(), complaints }
}

/** From the landing page through the authority's own pages to the portal. */
export async function signIn(page: Page, origin: string, name = ada): Promise<void> {
  await page.goto(`${origin}/`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button.primary')
  await page.waitForSelector('header.header')
}
