/** The tables of enrolled devices as Kysely sees them; `migrations/0030_enrollments.sql` says what they are for. */
import type { Generated } from 'kysely'

export type DeviceAuthorityTable = {
  number: number
  certificate: Buffer
  wrapped_private_key: Buffer
  created_at: Generated<Date>
}

export type EnrollmentTable = {
  tenant_id: string
  enrollment_id: string
  device_id: string
  hardware_id: string | null
  device_name: string | null
  os_edition: string | null
  os_version: string | null
  device_type: string | null
  enrollment_type: 'device' | 'full'
  ownership: 'corporate' | 'personal'
  user_id: string | null
  user_principal_name: string | null
  registration_id: string | null
  is_in_oobe: Generated<boolean>
  means: 'deployment' | 'administrator' | 'sign-in'
  managed_device_id: string | null
  state: Generated<'active' | 'leaving' | 'ended'>
  ended_by: 'device' | 'server' | 'administrator' | 'replaced' | null
  wipe: 'full' | 'protected' | 'keep-enrollment' | 'keep-data' | null
  sync_wanted: Generated<boolean>
  shares_device_id: Generated<boolean>
  enrolled_at: Generated<Date>
  last_seen_at: Date | null
  ended_at: Date | null
}

export type DeviceCertificateTable = {
  serial_number: string
  fingerprint: Buffer
  tenant_id: string
  enrollment_id: string
  der: Buffer
  issued_at: Date
  expires_at: Date
  revoked_at: Date | null
}

export type EnrollmentTokenTable = {
  tenant_id: string
  token_id: string
  token_digest: Buffer
  means: 'deployment' | 'administrator' | 'sign-in'
  ownership: 'corporate' | 'personal'
  user_id: string | null
  user_principal_name: string | null
  registration_id: string | null
  created_by: string
  created_at: Generated<Date>
  expires_at: Date
  used_at: Date | null
  enrollment_id: string | null
  withdrawn_at: Date | null
}

export type EnrollmentSettingsTable = {
  tenant_id: string
  convert_all_targeted_devices: Generated<boolean>
  is_paused: Generated<boolean>
}

/** To be joined with the other tables of the database. */
export type EnrollmentTables = {
  device_authority: DeviceAuthorityTable
  enrollment: EnrollmentTable
  device_certificate: DeviceCertificateTable
  enrollment_token: EnrollmentTokenTable
  enrollment_settings: EnrollmentSettingsTable
}
