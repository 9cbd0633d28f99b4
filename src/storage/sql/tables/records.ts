/** Kinds of objects that share one table as Kysely sees them, such as configurations and corporate identifiers. */
import type { Timestamp } from './timestamp.ts'

export type TenantRecordTable = {
  tenant_id: string
  kind: string
  record_id: string
  unique_key: string | null
  members: unknown
  created_at: Timestamp
}

type RecordClaimTable = {
  kind: string
  claim: string
  tenant_id: string
  record_id: string
}

export type RecordTables = {
  tenant_record: TenantRecordTable
  record_claim: RecordClaimTable
}
