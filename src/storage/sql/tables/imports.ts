/** Imported rows and the work on them as Kysely sees them; `migrations/0003_imports.sql` says what they are for. */
import type { Generated } from 'kysely'
import type { Timestamp } from './timestamp.ts'

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

type ImportWorkTable = {
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

export type ImportTables = {
  import_row: ImportRowTable
  import_work: ImportWorkTable
}
