import { type Selectable, sql } from 'kysely'
import type { Enrollment, EnrollmentField } from '../../core/enrollment/enrollment.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { type Columns, column, required } from '../sql/columns.ts'
import type { EnrollmentTable } from '../sql/tables/enrollment.ts'

export type EnrollmentRow = Selectable<EnrollmentTable>

export const enrollmentColumns: Columns<EnrollmentField> = {
  id: column('enrollment_id', 'id', required),
  deviceId: column('device_id', 'text', required),
  deviceName: column('device_name'),
  userPrincipalName: column('user_principal_name'),
  ownership: column('ownership', 'text', required),
  state: column('state', 'text', required),
  registrationId: column('registration_id', 'id'),
  enrolledAt: column('enrolled_at', 'date', required),
  lastSeenAt: column('last_seen_at', 'date'),
}

export const fromEnrollment = sql.table('enrollment')

export function toEnrollment(row: EnrollmentRow): Enrollment {
  return {
    tenantId: row.tenant_id as TenantId,
    id: row.enrollment_id,
    deviceId: row.device_id,
    hardwareId: row.hardware_id,
    deviceName: row.device_name,
    osEdition: row.os_edition,
    osVersion: row.os_version,
    deviceType: row.device_type,
    enrollmentType: row.enrollment_type,
    ownership: row.ownership,
    userId: row.user_id,
    userPrincipalName: row.user_principal_name,
    registrationId: row.registration_id as DeviceId | null,
    isInOobe: row.is_in_oobe,
    means: row.means,
    managedDeviceId: row.managed_device_id,
    state: row.state,
    endedBy: row.ended_by,
    wipe: row.wipe,
    isSyncWanted: row.sync_wanted,
    sharesDeviceId: row.shares_device_id,
    enrolledAt: row.enrolled_at,
    lastSeenAt: row.last_seen_at,
    endedAt: row.ended_at,
  }
}
