/**
 * Tables that triggers fill as Kysely sees them; `migrations/0046_lists.sql`, `0052_counted_ids.sql`, `0055_refusals.sql` and
 * `0063_device_attributes.sql` say what they are for.
 */
import type { Generated } from 'kysely'

type DeviceTallyTable = {
  tenant_id: string
  tally_id: Generated<string>
  combination: string
  day: Date | null
  group_tag: string
  manufacturer: string
  model: string
  enrollment_state: string
  devices: string
}

type DeviceSpanTable = {
  tenant_id: string
  level: number
  ids: string
  span_id: Generated<string>
  devices: string
}

type RecordTallyTable = {
  tenant_id: string
  tally_id: Generated<string>
  kind: string
  records: string
}

type RefusedRowTable = {
  import_id: string
  row_number: number
  tenant_id: string
  refused_for: string | null
}

type DeviceAttributeTable = {
  tenant_id: string
  attribute: string
  device_id: string
}

export type TallyTables = {
  device_attribute: DeviceAttributeTable
  device_tally: DeviceTallyTable
  device_span: DeviceSpanTable
  record_tally: RecordTallyTable
  refused_row: RefusedRowTable
}
