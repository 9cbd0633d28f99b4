/** The tables of bulk work, saved views and named imports as Kysely sees them; `migrations/0012_portal.sql` says what they are for. */
import type { Generated } from 'kysely'

type DeviceJobTable = {
  tenant_id: string
  job_id: string
  kind: 'update-devices' | 'delete-devices' | 'restore-devices' | 'export-devices'
  label: string
  state: Generated<'preview' | 'ready' | 'running' | 'done' | 'cancelled'>
  request: unknown
  made_by: string
  actor: unknown
  tags: string[] | null
  rows: number
  created_at: Generated<Date>
  ended_at: Date | null
  undo_of: string | null
  undone_by: string | null
  counts: unknown
  attempts: Generated<number>
  careful: Generated<number>
  given_up: Generated<number>
  is_wide: Generated<boolean>
}

type DeviceJobRowTable = {
  tenant_id: string
  job_id: string
  row_number: number
  device_id: string
  serial_number: Generated<string>
  state: Generated<'waiting' | 'changed' | 'unchanged' | 'refused' | 'missing'>
  reason: string | null
  before: unknown
  after: unknown
}

type SavedViewTable = {
  tenant_id: string
  view_id: string
  name: string
  path: string
  query: string
  is_shared: Generated<boolean>
  made_by: string
  owner_id: string
  created_at: Generated<Date>
}

type ImportLabelTable = {
  tenant_id: string
  import_id: string
  label: string
  made_by: string
  rows: number
  created_at: Generated<Date>
  hashes_until: Generated<Date | null>
}

type ImportPlaceTable = {
  tenant_id: string
  import_id: string
  row_number: number
  file: string
  line: number
}

export type PortalTables = {
  device_job: DeviceJobTable
  device_job_row: DeviceJobRowTable
  saved_view: SavedViewTable
  import_label: ImportLabelTable
  import_place: ImportPlaceTable
}
