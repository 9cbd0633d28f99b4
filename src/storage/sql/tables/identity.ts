/** The tables of identity as Kysely sees them; `migrations/0004_identity.sql` says what they are for. */
import type { Generated, JSONColumnType } from 'kysely'

export type IdentityTokenTable = {
  token: string
  holders: string[]
  crowded: string[] | null
}

export type DeviceIdentityTable = {
  tenant_id: string
  device_id: string
  record: Buffer
  tokens: string[]
}

export type IdentityConflictTable = {
  tenant_id: string
  conflict_id: string
  kind: string
  state: Generated<'open' | 'same' | 'different' | 'rejected'>
  sentence: string
  candidates: string[]
  import_id: string | null
  row_number: number | null
  submission: JSONColumnType<Record<string, string | null>> | null
  device_id: string | null
  created_at: Generated<Date>
  decided_at: Date | null
  decided_by: string | null
}

export type CrossTenantDisclosureTable = { tenant_id: string; day: string; disclosures: number }

export type DisclosureNoticeTable = {
  tenant_id: string
  kind: 'submitted-elsewhere' | 'answers-spent'
  subject_id: string
  day: string
  notified_at: Date | null
}

export type DenyValueTable = {
  kind: string
  value: string
  is_pattern: boolean
  active: Generated<boolean>
  source: string
  created_at: Generated<Date>
}

export type DenyProposalTable = {
  kind: string
  value: string
  devices: number
  seen_at: Generated<Date>
}

export type OutboxEventTable = {
  tenant_id: string
  event_id: string
  kind: string
  subjects: string[]
  detail: unknown
  created_at: Generated<Date>
}

/** To be joined with the other tables of the database. */
export type IdentityTables = {
  identity_token: IdentityTokenTable
  device_identity: DeviceIdentityTable
  identity_conflict: IdentityConflictTable
  cross_tenant_disclosure: CrossTenantDisclosureTable
  disclosure_notice: DisclosureNoticeTable
  deny_value: DenyValueTable
  deny_proposal: DenyProposalTable
  outbox_event: OutboxEventTable
}
