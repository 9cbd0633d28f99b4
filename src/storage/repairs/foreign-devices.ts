/** What a tenant learns about devices of others by captures of repaired ones, counted and told to the owners. */

import type { DeviceId } from '../../core/ids.ts'
import type { ForeignDevices } from '../../core/repairs/return-device.ts'
import { disclosureBudget } from '../imports/disclosure-budget.ts'
import type { Store } from '../sql/store.ts'

export function foreignDevicesIn({ pool }: Pick<Store, 'pool'>): ForeignDevices {
  return {
    mayLearn: async ({ tenantId }) => (await disclosureBudget(pool, tenantId)).left > 0,

    async learned({ tenantId }, holders) {
      await pool.query(
        `insert into cross_tenant_disclosure as disclosure (tenant_id, day, disclosures)
         values ($1, (business_now() at time zone 'UTC')::date, 1)
         on conflict (tenant_id, day) do update set disclosures = disclosure.disclosures + excluded.disclosures`,
        [tenantId],
      )
      await pool.query(
        `insert into disclosure_notice as notice (tenant_id, kind, subject_id, day)
         select distinct tenant, 'submitted-elsewhere', subject, (business_now() at time zone 'UTC')::date
         from unnest($1::uuid[], $2::uuid[]) as given(tenant, subject) order by 1, 3
         on conflict (tenant_id, kind, subject_id) do update set day = excluded.day, notified_at = null
         where notice.day < excluded.day`,
        [holders.map((each) => each.tenantId), holders.map((each) => each.deviceId)],
      )
    },

    async reserved({ tenantId }, ids) {
      if (ids.length === 0) return new Set()
      const { rows } = await pool.query<{ device_id: DeviceId }>(
        `select device_id from deleted_device
         where tenant_id = $1 and device_id = any($2::uuid[]) and state = 'reserved'`,
        [tenantId, ids],
      )
      return new Set(rows.map((row) => row.device_id))
    },
  }
}
