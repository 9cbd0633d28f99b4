/** Parked registrations, and the days on which an organization answers. */

import type { DeviceParking } from '../../core/repairs/parking.ts'
import type { RepairCalendars } from '../../core/repairs/repair-calendar.ts'
import { defaultCalendar } from '../../core/repairs/respond-by.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import type { Store } from '../sql/store.ts'

export function parkingIn({ pool }: Pick<Store, 'pool'>): DeviceParking {
  return {
    async park({ tenantId, deviceId, id }) {
      const { rowCount } = await pool.query(
        `insert into parked_device (tenant_id, device_id, case_id, parked_at)
         select tenant_id, device_id, $3, business_now() from device where tenant_id = $1 and device_id = $2
         on conflict (tenant_id, device_id) do update set case_id = excluded.case_id, parked_at = excluded.parked_at`,
        [tenantId, deviceId, id],
      )
      if (rowCount === 0) return false
      // A session that has begun would bring it to the end of its first boot.
      await pool.query('delete from deployment_session where tenant_id = $1 and device_id = $2', [
        tenantId,
        deviceId,
      ])
      await writeActEvent(pool, tenantId, { type: 'device.parked', subjects: [deviceId] })
      return true
    },

    async unpark({ tenantId, deviceId }) {
      await pool.query('delete from parked_device where tenant_id = $1 and device_id = $2', [
        tenantId,
        deviceId,
      ])
    },
  }
}

export function repairCalendarsIn({ pool }: Pick<Store, 'pool'>): RepairCalendars {
  return {
    async find(tenantId) {
      const { rows } = await pool.query<{ work_days: number[]; holidays: string[] }>(
        'select work_days, holidays from repair_calendar where tenant_id = $1',
        [tenantId],
      )
      const [row] = rows
      return row === undefined
        ? defaultCalendar
        : { workDays: row.work_days, holidays: row.holidays }
    },

    async set(tenantId, { workDays, holidays }) {
      await pool.query(
        `insert into repair_calendar (tenant_id, work_days, holidays) values ($1, $2, $3)
         on conflict (tenant_id) do update set work_days = excluded.work_days, holidays = excluded.holidays`,
        [tenantId, workDays, holidays],
      )
    },
  }
}
