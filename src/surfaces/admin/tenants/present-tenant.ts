/** Tenants as they are answered. */
import type { Tenant as WireTenant } from 'taxiway-autopilot/admin'
import type { Tenant } from '../../../core/tenants/tenant.ts'

export function presentTenant(tenant: Tenant): WireTenant {
  const { id, displayName, domains, importSeconds, createdAt } = tenant
  return {
    id,
    displayName,
    domains: [...domains],
    importSeconds,
    createdAt: createdAt.toISOString(),
  }
}
