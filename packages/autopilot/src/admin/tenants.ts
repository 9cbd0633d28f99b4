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
