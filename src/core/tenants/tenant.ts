/** A tenant: the organisation that owns devices. Named by its id or by any of its domains. */
import type { TenantId } from '../ids.ts'

export type Tenant = {
  readonly id: TenantId
  readonly displayName: string
  /** The first is the tenant's own. */
  readonly domains: readonly string[]
  /** How long an import stays undecided, in seconds; the real service takes about 90. */
  readonly importSeconds: number
  readonly createdAt: Date
}

export type NewTenant = {
  readonly id: TenantId
  readonly displayName: string
  readonly domains: readonly string[]
}

export type Tenants = {
  /** By id or domain, in any case. */
  find(idOrDomain: string): Promise<Tenant | undefined>
  list(): Promise<readonly Tenant[]>
  /** Creates it, or brings name and domains of the existing one up to date. */
  ensure(tenant: NewTenant): Promise<void>
}
