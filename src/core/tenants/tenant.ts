/** A tenant: the organization that owns devices. Identified by its id or by any of its domains. */

import type { TenantId } from '../ids.ts'
import type { OnDelete } from './on-delete.ts'

export type Tenant = {
  readonly id: TenantId
  readonly displayName: string
  /** The first is the primary domain. */
  readonly domains: readonly string[]
  /** How long an import stays undecided, in seconds; 60 to 95 in the real service. [observed] */
  readonly importSeconds: number
  /** Whether a device is assigned only to people who are there and have a license; else that is a warning. */
  readonly assignedUserMustExist: boolean
  /** What a deletion does; null = what the server does where nothing is said. */
  readonly onDelete: OnDelete | null
  /** A partner's row whose device nobody knows: refused, or registered by its names alone. */
  readonly unknownTuples: UnknownTuples
  /** The operator has stopped it: a partner that nobody may act for now. */
  readonly isSuspended: boolean
  readonly createdAt: Date
}

export const unknownTuples = ['refuse', 'declare'] as const
export type UnknownTuples = (typeof unknownTuples)[number]

export type NewTenant = {
  readonly id: TenantId
  readonly displayName: string
  readonly domains: readonly string[]
}

export type TenantChange = {
  readonly displayName?: string | undefined
  readonly importSeconds?: number | undefined
  readonly unknownTuples?: UnknownTuples | undefined
}

export type Tenants = {
  /** By id or domain, ignoring case. */
  find(idOrDomain: string): Promise<Tenant | undefined>
  list(): Promise<readonly Tenant[]>
  setAssignedUserMustExist(tenantId: TenantId, mustExist: boolean): Promise<void>
  setOnDelete(tenantId: TenantId, onDelete: OnDelete): Promise<void>
  /** Creates it, or updates the name and domains of the existing one. */
  ensure(tenant: NewTenant): Promise<void>
  /** Undefined: there is no such tenant. */
  change(tenantId: TenantId, change: TenantChange): Promise<Tenant | undefined>
}
