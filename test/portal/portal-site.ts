/** A whole Taxiway behind HTTPS with the built portal, and a browser's way into it. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { allRoles } from '../../src/core/access/permissions.ts'
import { ensureUser } from '../../src/core/directory/user.ts'
import { newUuid, type TenantId } from '../../src/core/ids.ts'
import { portalFilesIn } from '../../src/host/portal-files.ts'
import { hashPassword } from '../../src/identity-provider/passwords/argon2.ts'
import { usersIn } from '../../src/storage/directory/users.ts'
import { emulationAt } from '../support/movable-registry.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, openRegistry } from '../support/registry.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'
import { drawn } from './walks.ts'

const password = 'correct horse battery staple'
/** For one step on a busy machine. ms */
const patience = 60_000

export const ada = 'ada@contoso.test'

export type PortalSite = Awaited<ReturnType<typeof openPortalSite>>

export type Organization = {
  readonly tenantId: TenantId
  readonly domain: string
  /** An application that may do everything. */
  readonly client: Client
  addPerson(name: string, displayName: string, roles: readonly string[]): Promise<void>
}

/** With one organization, `contoso.test`, and Ada, who administers its devices. Work in the background goes on by itself. */
export async function openPortalSite() {
  const https = await startHttps()
  let now = () => new Date()
  const registry = await openRegistry(localBackend, {
    emulation: emulationAt(() => now()),
    publicUrl: https.origin,
    portal: portalFilesIn(),
    onImport: () => work(),
  })
  let isHeld = false
  let working: Promise<void> | undefined
  function work(): void {
    working ??= workOff().finally(() => {
      working = undefined
    })
  }
  async function workOff(): Promise<void> {
    while (!isHeld && ((await registry.app.decideNext()) || (await registry.app.runNextJob())));
  }
  // What is announced within a transaction is there to be done only after it.
  const looking = setInterval(work, 50)
  https.serve((request) => registry.app.fetch(request))

  async function addOrganization(domain: string, displayName: string): Promise<Organization> {
    const tenantId = newUuid() as TenantId
    await registry.app.tenants.ensure({ id: tenantId, displayName, domains: [domain] })
    return {
      tenantId,
      domain,
      client: await registry.newClient(tenantId, allRoles),
      async addPerson(name, personName, roles) {
        await ensureUser(usersIn(registry.store), hashPassword, {
          tenantId,
          userPrincipalName: `${name}@${domain}`,
          displayName: personName,
          password,
          roles,
          licensed: true,
        })
      },
    }
  }

  const contoso = await addOrganization('contoso.test', 'Contoso')
  await contoso.addPerson('ada', 'Ada Adams', ['Intune Administrator'])

  return {
    origin: https.origin,
    registry,
    contoso,
    addOrganization,
    /** Resolves when everything that was sent is decided, and all jobs are done. */
    async settled(): Promise<void> {
      await working
      await workOff()
    },
    /** The server's clock is from now on so many seconds ahead. */
    pass(seconds: number): void {
      now = () => new Date(Date.now() + seconds * 1000)
    },
    /** What is sent waits until `release`. */
    hold(): void {
      isHeld = true
    },
    release(): void {
      isHeld = false
      work()
    },
    async close() {
      clearInterval(looking)
      await working
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
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(patience)
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
  await openLanding(page, origin)
  await enterOrganization(page, name)
  await enterPassword(page, name)
  await page.waitForSelector('header.header')
}

/** Resolves when the page knows whether there are several organizations. */
export async function openLanding(page: Page, origin: string): Promise<void> {
  const known = page.waitForResponse((answer) => answer.url().endsWith('/portal-configuration'))
  await page.goto(`${origin}/`)
  await known
  await drawn(page)
}

/** The landing page asks for the organization only where there are several. */
export async function enterOrganization(page: Page, name: string): Promise<void> {
  const field = page.getByLabel('Work address or domain')
  const button = page.getByRole('button', { name: /^(Sign in|Next)$/ })
  await button.waitFor()
  if (await field.isVisible()) await field.fill(name)
  await button.click()
}

export async function enterPassword(page: Page, name = ada): Promise<void> {
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button.primary')
}
