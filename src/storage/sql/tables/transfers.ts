/** The tables of transfers as Kysely sees them; `migrations/0036_transfers.sql` says what they are for. */
import type { Generated } from 'kysely'

type TransferTable = {
  tenant_id: string
  transfer_id: string
  code_digest: Buffer
  to_tenant_id: string | null
  state: Generated<string>
  message: string | null
  anonymous: boolean
  created_by: string
  actor: unknown
  created_at: Generated<Date>
  expires_at: Date
  decided_at: Date | null
  decided_by: string | null
  disputed_at: Date | null
  dispute_reason: string | null
  dispute_answer: string | null
  dispute_decided_at: Date | null
  dispute_decided_by: string | null
  dispute_decision_reason: string | null
}

type TransferDeviceTable = {
  tenant_id: string
  transfer_id: string
  device_id: string
  serial_number: string
  manufacturer: string | null
  model: string | null
  new_device_id: string | null
}

type ReleaseCertificateTable = {
  chain: Buffer
  sequence: number
  certificate_id: string
  kind: string
  tenant_id: string
  device_id: string
  transfer_id: string | null
  to_tenant_id: string | null
  to_device_id: string | null
  jws: string
  issued_at: Generated<Date>
}

/** To be joined with the other tables of the database. */
export type TransferTables = {
  transfer: TransferTable
  transfer_device: TransferDeviceTable
  release_certificate: ReleaseCertificateTable
}
