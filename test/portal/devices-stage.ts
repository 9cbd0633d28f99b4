/** The portal with an organization, and somebody in front of its list of devices. */
import type { Browser, Page } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { importDevices } from './organization-content.ts'
import { openPortalSite, type PortalSite } from './portal-site.ts'
import { signIn, type Visit, visit } from './visits.ts'

export const count = 240

export let site: PortalSite
export let browser: Browser
export let visitor: Visit
export let page: Page

export async function openStage() {
  site = await openPortalSite()
  await importDevices(site, site.contoso.client, { seed: 'walks', count, label: 'fleet.csv' })
  browser = await startBrowser()
  visitor = await visit(browser)
  page = visitor.page
  await signIn(page, site.origin)
}
