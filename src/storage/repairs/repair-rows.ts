/** Rows of cases as the domain sees them. The group tag is the registration's own, as long as there is one. */

import type { DeviceId, RepairCaseId, TenantId } from '../../core/ids.ts'
import type { RepairCase, RepairDetails } from '../../core/repairs/repair-case.ts'

export type RepairRow = {
  tenant_id: TenantId
  case_id: RepairCaseId
  number: number
  device_id: DeviceId
  new_device_id: DeviceId | null
  serial_number: string
  manufacturer: string | null
  model: string | null
  current_tag: string | null
  state: RepairCase['state']
  details: RepairDetails
  opened_at: Date
  opened_by: string
  respond_by: Date
  responded_at: Date | null
  overdue_at: Date | null
  closed_at: Date | null
  certificate_id: string | null
  jws: string | null
}

/** To be continued with conditions. */
export const repairSelect = `select repair_case.tenant_id, repair_case.case_id, repair_case.number, repair_case.device_id,
    repair_case.new_device_id, repair_case.serial_number, repair_case.manufacturer, repair_case.model, state, details,
    opened_at, opened_by, respond_by, responded_at, overdue_at, closed_at, repair_case.certificate_id, certificate.jws,
    case when device.device_id is null then repair_case.group_tag else device.group_tag end as current_tag
  from repair_case
  left join device on device.tenant_id = repair_case.tenant_id
    and device.device_id = coalesce(repair_case.new_device_id, repair_case.device_id)
  left join release_certificate as certificate on certificate.certificate_id = repair_case.certificate_id`

export function toRepair(row: RepairRow): RepairCase {
  return {
    id: row.case_id,
    tenantId: row.tenant_id,
    number: row.number,
    state: row.state,
    deviceId: row.device_id,
    newDeviceId: row.new_device_id,
    serialNumber: row.serial_number,
    manufacturer: row.manufacturer,
    model: row.model,
    groupTag: row.current_tag,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    respondBy: row.respond_by,
    respondedAt: row.responded_at,
    overdueAt: row.overdue_at,
    closedAt: row.closed_at,
    certificate:
      row.certificate_id === null || row.jws === null
        ? null
        : { id: row.certificate_id, jws: row.jws },
    details: row.details,
  }
}
