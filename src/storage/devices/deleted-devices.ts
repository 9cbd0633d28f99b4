/** Deleted devices in PostgreSQL. */
import type { Selectable } from 'kysely'
import type {
  DeletedDevice,
  DeletedDevices,
  DeletedState,
} from '../../core/devices/deleted-device.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'
import { toDevice } from './device-rows.ts'
import { releaseReserved, restoreReserved } from './reserve-devices.ts'

type Row = Selectable<DeviceTable> & {
  readonly state: DeletedState
  readonly deleted_at: Date
  readonly deleted_by: string
  readonly reserved_until: Date
  readonly ended_at: Date | null
  readonly ended_by: string | null
  readonly superseded_by: DeviceId | null
}

const select = `select row.*, deleted.state, deleted.deleted_at, deleted.deleted_by, deleted.reserved_until,
    deleted.ended_at, deleted.ended_by, deleted.superseded_by
  from deleted_device as deleted, jsonb_populate_record(null::device, deleted.device) as row`

export function deletedDevicesIn({ pool, transaction }: Store): DeletedDevices {
  return {
    async find(tenantId, id) {
      const { rows } = await pool.query<Row>(
        `${select} where deleted.tenant_id = $1 and deleted.device_id = $2`,
        [tenantId, id],
      )
      return rows[0] && toDeleted(tenantId, rows[0])
    },

    async list(tenantId, { state, serialNumber, after, limit }, scope) {
      const { rows } = await pool.query<Row>(
        `${select} where deleted.tenant_id = $1 and ($2::text is null or deleted.state = $2)
           and ($3::text is null or deleted.serial_number = $3)
           and ($4::text[] is null or lower(coalesce(deleted.group_tag, '')) = any($4))
           and ($5::uuid is null or (deleted.deleted_at, deleted.device_id) < (select last.deleted_at, last.device_id
             from deleted_device as last where last.tenant_id = $1 and last.device_id = $5))
         order by deleted.deleted_at desc, deleted.device_id desc limit $6`,
        [
          tenantId,
          state ?? null,
          serialNumber ?? null,
          scope.whole ? null : scope.tags,
          after ?? null,
          limit,
        ],
      )
      return rows.map((row) => toDeleted(tenantId, row))
    },

    restore(tenantId, ids, how) {
      return transaction(({ client }) => restoreReserved(client, [tenantId, ids], how))
    },

    release(tenantId, ids, how) {
      return transaction(({ client }) => releaseReserved(client, [tenantId, ids], how))
    },
  }
}

function toDeleted(tenantId: TenantId, row: Row): DeletedDevice {
  return {
    device: toDevice(tenantId, row),
    state: row.state,
    deletedAt: row.deleted_at,
    deletedBy: row.deleted_by,
    reservedUntil: row.reserved_until,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    supersededBy: row.superseded_by,
  }
}
