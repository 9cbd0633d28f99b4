/** The tenants of an installation. */
import type { ApplicationCredentials } from './applications.ts'

export type Tenant = {
  readonly id: string
  readonly displayName: string
  readonly domains: readonly string[]
  readonly importSeconds: number
  readonly createdAt: string
}

export type NewTenant = Tenant & { readonly firstApplication: ApplicationCredentials }

/** Cross-tenant disclosures of a tenant. */
export type Disclosures = {
  readonly perDay: number
  readonly today: number
  /** Rows that wait because its disclosures are used up. */
  readonly held: number
}

export type HeldRowsDecided = { readonly decided: number; readonly left: number }

export type RegistrationPolicy = {
  /** Refuse users who are not in the tenant, are disabled or have no license, instead of warning of them. */
  readonly assignedUserMustExist: boolean
}
