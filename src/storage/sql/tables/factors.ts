/** The tables of second factors as Kysely sees them; `migrations/0009_factors.sql` says what they are for. */
import type { Generated } from 'kysely'

type OathTokenTable = {
  tenant_id: string
  token_id: string
  serial_number: string | null
  manufacturer: string | null
  model: string | null
  algorithm: 'SHA-1' | 'SHA-256' | 'SHA-512'
  digits: 6 | 8
  step_seconds: 30 | 60
  wrapped_secret: Buffer
  user_id: string | null
  activated_at: Date | null
  /** A bigint, which the driver gives as text. */
  last_used_step: Generated<string>
  drift: number
  created_at: Generated<Date>
}

type OathTokenHardwareTable = { hardware_digest: Buffer; tenant_id: string; token_id: string }

type CodeLockTable = { tenant_id: string; user_id: string; failures: number }

type RecoveryCodeSetTable = {
  tenant_id: string
  user_id: string
  digests: Buffer[]
  created_at: Generated<Date>
}

type PasskeyTable = {
  tenant_id: string
  user_id: string
  credential_id: Buffer
  public_key: Buffer
  sign_count: string
  aaguid: string
  transports: string[]
  backup_eligible: boolean
  backed_up: boolean
  display_name: string
  created_at: Date
  last_used_at: Date | null
  blocked_at: Date | null
}

type PasskeyCredentialTable = { credential_digest: Buffer; tenant_id: string }

type TenantFactorPolicyTable = {
  tenant_id: string
  factor_required: Generated<boolean>
  strict_codes: Generated<boolean>
  passkey_roles: Generated<string[]>
}

type FactorNoticeTable = {
  tenant_id: string
  notice_id: string
  user_id: string
  name: string
  for_owner: boolean
  for_administrators: boolean
  at: Generated<Date>
}

type FactorNoticeSeenTable = { tenant_id: string; notice_id: string; user_id: string }

type FactorRemovalTable = {
  tenant_id: string
  user_id: string
  factor_id: string
  kind: 'authenticator-app' | 'passkey'
  asked_at: Date
  due_at: Date
}

type FactorResetTable = {
  tenant_id: string
  reset_id: string
  user_id: string
  state: 'asked' | 'approved' | 'rejected'
  reason: string
  asked_by: string
  asked_at: Date
  expires_at: Date
  decided_by: string | null
  decided_at: Date | null
}

/** To be joined with the other tables of the database. */
export type FactorTables = {
  oath_token: OathTokenTable
  oath_token_hardware: OathTokenHardwareTable
  code_lock: CodeLockTable
  recovery_code_set: RecoveryCodeSetTable
  passkey: PasskeyTable
  passkey_credential: PasskeyCredentialTable
  tenant_factor_policy: TenantFactorPolicyTable
  factor_notice: FactorNoticeTable
  factor_notice_seen: FactorNoticeSeenTable
  factor_removal: FactorRemovalTable
  factor_reset: FactorResetTable
}
