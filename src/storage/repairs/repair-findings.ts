/** Devices whose hash in management was not the registered one, by their enrollments. */

import type { DeviceId } from '../../core/ids.ts'
import type { RepairFindings } from '../../core/repairs/repair-findings.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'
import { differsAt } from './remediations.ts'

type Row = {
  device_id: DeviceId
  serial_number: string
  model: string | null
  since: Date
  enrollment_id: string
  mismatch: Buffer | null
}

const maxFindings = 500

export function repairFindingsIn({ pool }: Pick<Store, 'pool'>, wrap: Wrap): RepairFindings {
  return {
    async list(tenantId, scope) {
      const { rows } = await pool.query<Row>(
        `select * from (select distinct on (device.device_id) device.device_id, device.serial_number, device.model,
             ${differsAt} as since,
             managed.enrollment_id, managed.mismatch
           from managed_enrollment as managed
           join enrollment using (tenant_id, enrollment_id)
           join device on device.tenant_id = managed.tenant_id and device.device_id = enrollment.registration_id
           where managed.tenant_id = $1 and managed.state #>> '{hash,state}' = 'differs' and enrollment.ended_at is null
             and ($2::text[] is null or lower(coalesce(device.group_tag, '')) = any($2))
             and not exists (select from repair_case where repair_case.tenant_id = managed.tenant_id
               and repair_case.device_id = device.device_id and (repair_case.closed_at is null
                 or (repair_case.reregistered_at is not null and repair_case.closed_at > ${differsAt})))
           order by device.device_id, managed.updated_at desc) as finding
         order by since limit $3`,
        [tenantId, scope.whole ? null : scope.tags, maxFindings],
      )
      return rows.map(({ device_id, serial_number, model, since, enrollment_id, mismatch }) => ({
        deviceId: device_id,
        serialNumber: serial_number,
        model,
        since,
        mismatch:
          mismatch &&
          Buffer.from(wrap.unwrap(mismatch, `hardware_mismatch:${enrollment_id}`)).toString(),
      }))
    },
  }
}
