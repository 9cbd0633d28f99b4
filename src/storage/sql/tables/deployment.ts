/** The tables of first starts as Kysely sees them; `migrations/0011_first_boot.sql` says what they are for. */
import type { Generated } from 'kysely'

export type ChallengeKeyTable = { day: string; wrapped: Buffer; created_at: Generated<Date> }

export type SpentChallengeTable = { challenge_id: Buffer; expires_at: Date }

export type DeploymentPolicyTable = {
  tenant_id: string
  require_proof: Generated<boolean>
  require_ek_certificate: Generated<boolean>
  forbid_hash_only_claims: Generated<boolean>
  bind_on_first_proof: Generated<boolean>
  allow_hash_only: Generated<boolean>
}

export type DeviceKeyTable = {
  tenant_id: string
  device_id: string
  digest: Buffer
  state: Generated<'waiting' | 'bound' | 'rejected'>
  proposed_at: Generated<Date>
  decided_at: Date | null
  decided_by: string | null
}

export type DeviceContactTable = { tenant_id: string; device_id: string; profile_id: string }

export type DeploymentEventTable = {
  tenant_id: string
  device_id: string
  event_id: string
  at: Generated<Date>
  kind: string
  code: string | null
  detail: string | null
}

export type DeploymentSessionTable = {
  tenant_id: string
  session_digest: Buffer
  device_id: string
  profile_id: string
  begun_at: Generated<Date>
  expires_at: Date
}

export type ClaimTokenTable = {
  tenant_id: string
  token_digest: Buffer
  created_by: string
  expires_at: Date
  used_at: Date | null
  purpose: Generated<string>
}

type OwnershipCheckTable = {
  tenant_id: string
  key_digest: Buffer
  checked_at: Generated<Date>
  verdict: string
  serial_number: string | null
  manufacturer: string | null
  model: string | null
  device_id: string | null
}

export type DisputeTable = {
  tenant_id: string
  dispute_id: string
  device_id: string
  claimant_tenant_id: string
  serial_number: string
  key_digest: Buffer
  hash: Buffer | null
  state: Generated<'open' | 'contested' | 'released' | 'displaced' | 'kept'>
  opened_at: Generated<Date>
  due_at: Date
  reason: string | null
  decided_at: Date | null
  decided_by: string | null
  decision_reason: string | null
}

/** To be joined with the other tables of the database. */
export type DeploymentTables = {
  challenge_key: ChallengeKeyTable
  spent_challenge: SpentChallengeTable
  deployment_policy: DeploymentPolicyTable
  device_key: DeviceKeyTable
  device_contact: DeviceContactTable
  deployment_event: DeploymentEventTable
  deployment_session: DeploymentSessionTable
  claim_token: ClaimTokenTable
  ownership_check: OwnershipCheckTable
  dispute: DisputeTable
}
