/** The database as Kysely knows it: one type per table, hand-written and compared with the migrations by a test. */
import type { ColumnType, Generated } from 'kysely'
import type { ApprovalTables } from './tables/approvals.ts'
import type { AuditTables } from './tables/audit.ts'
import type { DeploymentTables } from './tables/deployment.ts'
import type { EnrollmentTables } from './tables/enrollment.ts'
import type { FactorTables } from './tables/factors.ts'
import type { IdentityTables } from './tables/identity.ts'
import type { IntakeTables } from './tables/intake.ts'
import type { ManagementTables } from './tables/management.ts'
import type { PartnerTables } from './tables/partners.ts'
import type { PortalTables } from './tables/portal.ts'
import type { RemovalPlanTables } from './tables/removal-plans.ts'
import type { RepairTables } from './tables/repairs.ts'
import type { RoleTables } from './tables/roles.ts'
import type { AuthorityTables } from './tables/sign-in.ts'
import type { TallyTables } from './tables/tallies.ts'
import type { TransferTables } from './tables/transfers.ts'
import type { WebhookTables } from './tables/webhooks.ts'

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>

export type TenantTable = {
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

export type TenantDomainTable = { domain: string; tenant_id: string; position: number }

export type InstallationSecretTable = { name: string; wrapped: Buffer; created_at: Timestamp }

export type DeviceTable = {
  tenant_id: string
  device_id: string
  serial_number: string
  manufacturer: string | null
  model: string | null
  sku_number: string | null
  system_family: string | null
  product_key: string | null
  group_tag: string | null
  purchase_order_identifier: string | null
  user_principal_name: string | null
  addressable_user_name: string | null
  display_name: string | null
  resource_name: string | null
  enrollment_state: Generated<string>
  last_contacted_at: Date | null
  managed_device_id: string | null
  directory_object_id: string
  directory_device_id: string
  registered_at: Timestamp
  device_account_upn: string | null
  device_friendly_name: string | null
  userless_enrollment_status: Generated<string>
  targeted_at: Date | null
  directory_attributes: Generated<Record<string, string>>
  /** 0 by hash alone, 1 by a partner, 2 proven by its TPM, 3 linked. */
  claim_level: Generated<number>
  provisional_until: Date | null
  channel: Generated<string>
  partner_id: string | null
  consent_id: string | null
  batch_key: string | null
  source_import_id: string | null
  declared_at: Date | null
  tuple_token: string | null
  key_token: string | null
}

export type HardwareHashTable = {
  tenant_id: string
  hash_id: string
  bytes: Buffer
  length: number
}

export type DeviceHashTable = {
  tenant_id: string
  device_id: string
  hash_id: string
  changes: string[] | null
  accepted_at: Timestamp
}

export type ImportRowTable = {
  import_id: string
  row_number: number
  tenant_id: string
  client_import_id: string | null
  serial_number: string | null
  product_key: string | null
  group_tag: string | null
  purchase_order_identifier: string | null
  assigned_user_principal_name: string | null
  has_hash: boolean
  status: Generated<string>
  refusal: string | null
  device_id: string | null
  decided_at: Date | null
  submitted_by: string | null
  manufacturer: string | null
  model: string | null
}

export type ImportWorkTable = {
  import_id: string
  tenant_id: string
  next_row: Generated<number>
  last_row: number
  attempts: Generated<number>
  run_at: Timestamp
  turn_at: Generated<Date>
  careful_until: Generated<number>
  consent_id: string | null
}

export type DirectoryUserTable = {
  tenant_id: string
  user_id: string
  user_principal_name: string
  /** The principal name in lower case. */
  name_key: ColumnType<string, never, never>
  display_name: string
  password_hash: string | null
  roles: string[]
  licensed: boolean
  created_at: Timestamp
  account_enabled: Generated<boolean>
  sign_ins_valid_from: Date | null
  first_password_until: ColumnType<Date | null, Date | null | undefined>
  lock_generation: Generated<number>
}

export type DirectoryGroupTable = {
  tenant_id: string
  group_id: string
  display_name: string
  description: string | null
  mail_nickname: string
  dynamic_rule: string | null
  created_at: Timestamp
  rule_changed_at: Timestamp
}

export type GroupMemberTable = {
  tenant_id: string
  group_id: string
  member_id: string
  added_at: Timestamp
}

export type DeploymentProfileTable = {
  tenant_id: string
  profile_id: string
  display_name: string
  settings: unknown
  created_at: Timestamp
  modified_at: Timestamp
}

export type ProfileAssignmentTable = {
  tenant_id: string
  profile_id: string
  target: string
  group_id: string
  created_at: Timestamp
}

export type ProfileDeviceTable = {
  tenant_id: string
  device_id: string
  profile_id: string
  created_at: Timestamp
}

export type AutopilotSyncTable = {
  tenant_id: string
  settings_id: string
  triggered_at: Date | null
}

export type TenantRecordTable = {
  tenant_id: string
  kind: string
  record_id: string
  unique_key: string | null
  members: unknown
  created_at: Timestamp
}

export type RecordClaimTable = {
  kind: string
  claim: string
  tenant_id: string
  record_id: string
}

export type RequestBudgetTable = {
  tenant_id: string
  budget: string
  window_start: Date
  used: number
}

/** `migrations/0021_kept_answers.sql` says what it is for. */
export type KeptAnswerTable = {
  tenant_id: string
  key_digest: Buffer
  answer: Buffer
  expires_at: Timestamp
}

/** Removed devices that lists keep showing for a while, as the real service does. */
export type RemovedDeviceTable = {
  tenant_id: string
  device_id: string
  device: unknown
  removed_at: Timestamp
}

export type DeletedDeviceTable = {
  tenant_id: string
  device_id: string
  state: Generated<string>
  serial_number: string
  group_tag: string | null
  device: unknown
  profile: unknown
  memberships: Generated<unknown>
  deleted_at: Timestamp
  deleted_by: string
  reserved_until: Timestamp
  ended_at: Date | null
  ended_by: string | null
  superseded_by: string | null
}

/** At most one row. */
export type VirtualClockTable = { one_row: Generated<boolean>; ahead_ms: string }

export type CoreTables = {
  tenant: TenantTable
  tenant_domain: TenantDomainTable
  installation_secret: InstallationSecretTable
  device: DeviceTable
  hardware_hash: HardwareHashTable
  device_hash: DeviceHashTable
  import_row: ImportRowTable
  import_work: ImportWorkTable
  directory_user: DirectoryUserTable
  directory_group: DirectoryGroupTable
  group_member: GroupMemberTable
  deployment_profile: DeploymentProfileTable
  profile_assignment: ProfileAssignmentTable
  profile_device: ProfileDeviceTable
  autopilot_sync: AutopilotSyncTable
  tenant_record: TenantRecordTable
  record_claim: RecordClaimTable
  request_budget: RequestBudgetTable
  kept_answer: KeptAnswerTable
  removed_device: RemovedDeviceTable
  deleted_device: DeletedDeviceTable
  virtual_clock: VirtualClockTable
}

export type Database = CoreTables &
  ApprovalTables &
  AuditTables &
  AuthorityTables &
  DeploymentTables &
  EnrollmentTables &
  IntakeTables &
  FactorTables &
  IdentityTables &
  ManagementTables &
  PartnerTables &
  PortalTables &
  RemovalPlanTables &
  RepairTables &
  RoleTables &
  TallyTables &
  TransferTables &
  WebhookTables
