/** The tables of repairs as Kysely sees them; `migrations/0042_repairs.sql` says what they are for. */
import type { Generated } from 'kysely'

type RepairCaseTable = {
  tenant_id: string
  case_id: string
  number: number
  device_id: string
  serial_number: string
  manufacturer: string | null
  model: string | null
  group_tag: string | null
  state: string
  details: unknown
  archived: Buffer | null
  returned: Buffer | null
  new_device_id: string | null
  certificate_id: string | null
  opened_at: Generated<Date>
  opened_by: string
  respond_by: Date
  responded_at: Date | null
  overdue_at: Date | null
  reregistered_at: Date | null
  closed_at: Date | null
}

type RepairEntryTable = {
  tenant_id: string
  case_id: string
  entry_id: string
  at: Generated<Date>
  by: string
  what: string
  text: string | null
}

type RepairAttachmentTable = {
  tenant_id: string
  case_id: string
  attachment_id: string
  name: string
  description: string | null
  bytes: number
  content: Buffer
  added_at: Generated<Date>
  added_by: string
}

type ParkedDeviceTable = {
  tenant_id: string
  device_id: string
  case_id: string
  parked_at: Generated<Date>
}

type RepairCalendarTable = { tenant_id: string; work_days: number[]; holidays: string[] }

/** To be joined with the other tables of the database. */
export type RepairTables = {
  repair_case: RepairCaseTable
  repair_entry: RepairEntryTable
  repair_attachment: RepairAttachmentTable
  parked_device: ParkedDeviceTable
  repair_calendar: RepairCalendarTable
}
