/** Signs that devices have to be repaired, for a page of them at once. */
import type { DeviceId } from '../../core/ids.ts'
import type { RemediationSign, Remediations } from '../../core/repairs/remediation.ts'
import type { Store } from '../sql/store.ts'

type Row = { device_id: DeviceId; kind: RemediationSign['kind']; at: Date }

/** When a device said other hardware. */
export const differsAt = `coalesce((managed.state #>> '{hash,at}')::timestamptz, managed.updated_at)`

export function remediationsIn({ pool }: Pick<Store, 'pool'>): Remediations {
  return {
    async signs(tenantId, ids) {
      const { rows } = await pool.query<Row>({
        name: 'device-remediation-signs',
        text: `select enrollment.registration_id as device_id, 'differs' as kind, ${differsAt} as at
          from enrollment join managed_enrollment as managed using (tenant_id, enrollment_id)
          where enrollment.tenant_id = $1 and enrollment.registration_id = any($2::uuid[]) and enrollment.ended_at is null
            and managed.state #>> '{hash,state}' = 'differs'
          union all
          select device_id, 'away', parked_at from parked_device where tenant_id = $1 and device_id = any($2::uuid[])
          union all
          select coalesce(new_device_id, device_id), case when closed_at is null then 'reregistered' else 'repaired' end,
            coalesce(closed_at, reregistered_at)
          from repair_case where tenant_id = $1 and reregistered_at is not null and state <> 'cancelled'
            and (new_device_id = any($2::uuid[]) or (new_device_id is null and device_id = any($2::uuid[])))`,
        values: [tenantId, ids],
      })
      const signs = new Map<DeviceId, RemediationSign[]>()
      for (const { device_id, kind, at } of rows)
        signs.set(device_id, [...(signs.get(device_id) ?? []), { kind, at }])
      return signs
    },
  }
}
