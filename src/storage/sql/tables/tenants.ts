/** Tenants and their domains as Kysely sees them; `migrations/0001_tenants.sql` says what they are for. */
import type { Generated } from 'kysely'
import type { Timestamp } from './timestamp.ts'

type TenantTable = {
  tenant_id: string
  display_name: string
  import_seconds: Generated<number>
  assigned_user_must_exist: Generated<boolean>
  cross_tenant_disclosures_per_day: Generated<number>
  partner_kind: string | null
  verified: Generated<boolean>
  status: Generated<string>
  provider_id: string | null
  on_delete: 'reserve' | 'release' | null
  unknown_tuples: Generated<string>
  created_at: Timestamp
}

type TenantDomainTable = { domain: string; tenant_id: string; position: number }

export type TenantTables = {
  tenant: TenantTable
  tenant_domain: TenantDomainTable
}
