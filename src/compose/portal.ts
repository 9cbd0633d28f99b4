/** The portal in the browser, and what it may know before a sign-in. */
import type { Tenants } from '../core/tenants/tenant.ts'
import { portalApp } from '../surfaces/portal/app.ts'
import { noPortal } from '../surfaces/portal/files.ts'
import { portalPlace } from '../surfaces/portal/surface.ts'
import type { Base } from './base.ts'
import { version } from './version.ts'

export function portalSurface({ publicUrl, portal: files = noPortal, tenants }: Base) {
  const onlyTenant = () => onlyDomain(tenants)
  return { ...portalPlace, app: portalApp({ publicUrl, files, version, onlyTenant }) }
}

/** The domain of the only tenant; null if there are several, or none. */
async function onlyDomain(tenants: Tenants): Promise<string | null> {
  const [first, ...others] = await tenants.list()
  return others.length === 0 ? (first?.domains[0] ?? null) : null
}
