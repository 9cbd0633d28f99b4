import type { EnrollmentSettings, EnrollmentSettingsPort } from '../../core/enrollment/settings.ts'
import type { Store } from '../sql/store.ts'

type Row = { convert_all_targeted_devices: boolean; is_paused: boolean }

export function enrollmentSettingsIn({ pool }: Pick<Store, 'pool'>): EnrollmentSettingsPort {
  return {
    async find(tenantId) {
      const { rows } = await pool.query<Row>({
        name: 'enrollment-settings',
        text: 'select * from enrollment_settings where tenant_id = $1',
        values: [tenantId],
      })
      return toSettings(rows[0])
    },

    async change(tenantId, { convertAllTargetedDevices, isPaused }) {
      const { rows } = await pool.query<Row>(
        `insert into enrollment_settings (tenant_id, convert_all_targeted_devices, is_paused)
         values ($1, coalesce($2, false), coalesce($3, false))
         on conflict (tenant_id) do update set
           convert_all_targeted_devices = coalesce($2, enrollment_settings.convert_all_targeted_devices),
           is_paused = coalesce($3, enrollment_settings.is_paused)
         returning *`,
        [tenantId, convertAllTargetedDevices ?? null, isPaused ?? null],
      )
      return toSettings(rows[0])
    },
  }
}

function toSettings(row: Row | undefined): EnrollmentSettings {
  return {
    convertAllTargetedDevices: row?.convert_all_targeted_devices ?? false,
    isPaused: row?.is_paused ?? false,
  }
}
