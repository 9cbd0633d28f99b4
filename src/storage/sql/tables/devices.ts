/** Devices, their hashes, and what is kept of removed ones, as Kysely sees them; `migrations/0002_devices.sql` says what they are for. */
import type { Generated } from 'kysely'
import type { Timestamp } from './timestamp.ts'

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

type HardwareHashTable = {
  tenant_id: string
  hash_id: string
  bytes: Buffer
  length: number
}

type DeviceHashTable = {
  tenant_id: string
  device_id: string
  hash_id: string
  changes: string[] | null
  accepted_at: Timestamp
}

/** Removed devices that lists keep showing for a while, as the real service does. [observed] */
type RemovedDeviceTable = {
  tenant_id: string
  device_id: string
  device: unknown
  removed_at: Timestamp
}

type DeletedDeviceTable = {
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

export type DeviceTables = {
  device: DeviceTable
  hardware_hash: HardwareHashTable
  device_hash: DeviceHashTable
  removed_device: RemovedDeviceTable
  deleted_device: DeletedDeviceTable
}
