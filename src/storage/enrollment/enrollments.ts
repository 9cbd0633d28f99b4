/** Enrollments in PostgreSQL. */
import { type SqlBool, sql } from 'kysely'
import type { EnrollmentField, Enrollments } from '../../core/enrollment/enrollment.ts'
import type { TenantId } from '../../core/ids.ts'
import type { WipeKind } from '../../core/inventory/wipe-kind.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import {
  type EnrollmentRow,
  enrollmentColumns,
  fromEnrollment,
  toEnrollment,
} from './enrollment-rows.ts'

export function enrollmentsIn({ db, pool, transaction }: Store): Enrollments {
  return {
    async find(tenantId, id) {
      const { rows } = await pool.query<EnrollmentRow>(
        'select * from enrollment where tenant_id = $1 and enrollment_id = $2',
        [tenantId, id],
      )
      return rows[0] && toEnrollment(rows[0])
    },

    async list(tenantId, query) {
      const list = {
        from: fromEnrollment,
        within: sql<SqlBool>`tenant_id = ${tenantId}`,
        columns: enrollmentColumns,
        ids: ['id'],
      } as const
      const found = await listRows<EnrollmentRow, EnrollmentField>(db, list, query)
      return { ...found, rows: found.rows.map(toEnrollment) }
    },

    async change(tenantId, id, change) {
      const values = {
        ...(change.registrationId !== undefined && { registration_id: change.registrationId }),
        ...(change.managedDeviceId !== undefined && { managed_device_id: change.managedDeviceId }),
        ...(change.lastSeenAt !== undefined && { last_seen_at: change.lastSeenAt }),
        ...(change.deviceName !== undefined && { device_name: change.deviceName }),
        ...(change.osVersion !== undefined && { os_version: change.osVersion }),
        ...(change.state !== undefined && { state: change.state }),
        ...(change.wipe !== undefined && { wipe: change.wipe }),
        ...(change.isSyncWanted !== undefined && { sync_wanted: change.isSyncWanted }),
      }
      if (Object.keys(values).length === 0) return true
      const { numUpdatedRows } = await db
        .updateTable('enrollment')
        .set(values)
        .where('tenant_id', '=', tenantId)
        .where('enrollment_id', '=', id)
        .where('state', '<>', 'ended')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    end(tenantId, id, by) {
      return transaction(async ({ client }) => {
        const { rowCount } = await client.query(
          `update enrollment set state = 'ended', ended_by = $3, ended_at = business_now()
           where tenant_id = $1 and enrollment_id = $2 and state <> 'ended'`,
          [tenantId, id, by],
        )
        await client.query(
          `update device_certificate set revoked_at = business_now()
           where tenant_id = $1 and enrollment_id = $2 and revoked_at is null`,
          [tenantId, id],
        )
        return rowCount === 1
      })
    },
  }
}

/** What enrolled devices are asked at their next session. */
export function askingIn(unit: Store) {
  const { change } = enrollmentsIn(unit)
  return {
    askToLeave: (of: TenantId, id: string) => change(of, id, { state: 'leaving' }),
    askToWipe: (of: TenantId, id: string, wipe: WipeKind) => change(of, id, { wipe }),
    askToSync: (of: TenantId, id: string) => change(of, id, { isSyncWanted: true }),
  }
}
