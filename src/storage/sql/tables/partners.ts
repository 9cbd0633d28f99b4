/** The tables of partners and consent as Kysely sees them; `migrations/0028_partners.sql` says what they are for. */
import type { Generated } from 'kysely'

type RelationshipRequestTable = {
  request_id: string
  partner_id: string
  tenant_id: string | null
  scopes: string[]
  delegated_admin: Generated<boolean>
  message: string | null
  state: Generated<string>
  consent_id: string | null
  created_at: Generated<Date>
  expires_at: Date
  decided_at: Date | null
  decided_by: string | null
}

type ConsentTable = {
  tenant_id: string
  consent_id: string
  partner_id: string
  scopes: string[]
  delegated_admin: Generated<boolean>
  granted_at: Generated<Date>
  granted_by: string
  valid_until: Date
  max_devices: number | null
  max_removals_per_day: number | null
  state: Generated<string>
  version: Generated<number>
  ended_at: Date | null
  ended_by: string | null
  reason: string | null
  last_used_at: Date | null
  removal_day: Date | null
  removals: Generated<number>
}

type DeviceBatchTable = {
  tenant_id: string
  partner_id: string
  batch_key: string
  name: string
  created_by: string
  created_at: Generated<Date>
}

type ChannelImportTable = {
  import_id: string
  tenant_id: string
  channel: string
  partner_id: string | null
  consent_id: string | null
  batch_key: string | null
  rows: number
  /** Who sent it, as the audit trail names it. */
  actor: unknown
}

type PartnerPolicyTable = {
  tenant_id: string
  policy_id: string
  partner_id: string
  settings: string[]
}

type PolicyJobTable = {
  tenant_id: string
  job_id: string
  partner_id: string
  results: unknown
  created_at: Generated<Date>
}

type KnownDeviceTable = {
  known_id: string
  reported_by: string
  bytes: Buffer
  length: number
  reported_at: Generated<Date>
}

type KnownTokenTable = { token: string; known_id: string }

type OemSubmissionTable = {
  tenant_id: string
  submission_id: string
  kind: 'devices' | 'inventory'
  rows: unknown
  created_at: Generated<Date>
}

/** To be joined with the other tables of the database. */
export type PartnerTables = {
  relationship_request: RelationshipRequestTable
  consent: ConsentTable
  device_batch: DeviceBatchTable
  channel_import: ChannelImportTable
  partner_policy: PartnerPolicyTable
  policy_job: PolicyJobTable
  known_device: KnownDeviceTable
  known_token: KnownTokenTable
  oem_submission: OemSubmissionTable
}
