/** Devices whose hash in management was not the registered one, by their enrollments. */
import { type SqlBool, sql } from 'kysely'
import type { TagScope } from '../../core/access/tag-scope.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { RepairFinding, RepairFindings } from '../../core/repairs/repair-findings.ts'
import type { Wrap } from '../../core/wrap.ts'
import { reachedBy } from '../access/reached-tags.ts'
import { column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
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

const columns = {
  since: column('since', 'date', required),
  id: column('device_id', 'id', required),
}
const oldestFirst = [{ field: 'since', descending: false }] as const

/** Of one device, or of all. */
function found(tenantId: TenantId, scope: TagScope, id: DeviceId | null = null) {
  const since = sql.raw(differsAt)
  return sql`(select distinct on (device.device_id) device.device_id, device.serial_number, device.model,
      ${since} as since, managed.enrollment_id, managed.mismatch
    from managed_enrollment as managed
    join enrollment using (tenant_id, enrollment_id)
    join device on device.tenant_id = managed.tenant_id and device.device_id = enrollment.registration_id
    where managed.tenant_id = ${tenantId} and managed.state #>> '{hash,state}' = 'differs' and enrollment.ended_at is null
      and (${id}::uuid is null or device.device_id = ${id})
      and ${reachedBy(scope, 'device.group_tag')}
      and not exists (select from repair_case where repair_case.tenant_id = managed.tenant_id
        and repair_case.device_id = device.device_id and (repair_case.closed_at is null
          or (repair_case.reregistered_at is not null and repair_case.closed_at > ${since})))
    order by device.device_id, managed.updated_at desc) as finding`
}

export function repairFindingsIn({ db }: Pick<Store, 'db'>, wrap: Wrap): RepairFindings {
  function findingOf({ mismatch, enrollment_id: enrollmentId, ...row }: Row): RepairFinding {
    const said = mismatch && wrap.unwrap(mismatch, `hardware_mismatch:${enrollmentId}`)
    return {
      deviceId: row.device_id,
      serialNumber: row.serial_number,
      model: row.model,
      since: row.since,
      mismatch: said && Buffer.from(said).toString(),
    }
  }
  return {
    async list(tenantId, scope, page) {
      const within = sql<SqlBool>`true`
      const list = { from: found(tenantId, scope), within, columns, ids: ['id'] } as const
      const { rows, ...rest } = await listRows<Row, keyof typeof columns>(db, list, {
        order: oldestFirst,
        page,
      })
      return { ...rest, rows: rows.map(findingOf) }
    },

    async find(tenantId, scope, id) {
      const { rows } = await sql<Row>`select * from ${found(tenantId, scope, id)}`.execute(db)
      return rows[0] && findingOf(rows[0])
    },
  }
}
