/** The portal with an organization, and what its people may be asked to prove. */
import type { Browser } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { type Json, json } from '../support/registry.ts'
import { fillOrganization } from './organization-content.ts'
import { openPortalSite, type PortalSite } from './portal-site.ts'

export let site: PortalSite
export let browser: Browser

export async function openStage() {
  site = await openPortalSite()
  await fillOrganization(site, 60)
  browser = await startBrowser()
}

export const ask = async (path: string): Promise<Json> => json(site.contoso.client.ask('GET', path))

export async function count(): Promise<number> {
  return (await ask('/admin/v1/devices?top=1&count=true')).count
}
