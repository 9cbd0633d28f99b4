/** The tenants of an installation, and the imports that are being decided. */
import type { ApplicationCredentials } from './applications.ts'

export type Tenant = {
  readonly id: string
  readonly displayName: string
  readonly domains: readonly string[]
  readonly importSeconds: number
  readonly createdAt: string
}

export type NewTenant = Tenant & { readonly firstApplication: ApplicationCredentials }

export type ImportJob = {
  readonly importId: string
  readonly rows: number
  readonly decided: number
  readonly attempts: number
  readonly dueAt: string
}
