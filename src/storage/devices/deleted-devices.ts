/** Deleted devices in PostgreSQL. */
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type {
  DeletedDevice,
  DeletedDevices,
  DeletedQuery,
  DeletedState,
} from '../../core/devices/deleted-device.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { reachedBy } from '../access/reached-tags.ts'
import { column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'
import { searchDeleted } from './deleted-search.ts'
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

const select = `select row.*, deleted.device_id as deleted_id, deleted.state, deleted.deleted_at, deleted.deleted_by, deleted.reserved_until,
    deleted.ended_at, deleted.ended_by, deleted.superseded_by
  from deleted_device as deleted, jsonb_populate_record(null::device, deleted.device) as row`

const columns = {
  at: column('deleted_at', 'date', required),
  id: column('deleted_id', 'id', required),
}
const newestFirst = [{ field: 'at', descending: true }] as const

export function deletedDevicesIn({ db, pool, transaction }: Store): DeletedDevices {
  async function inOrder(tenantId: TenantId, ids: readonly DeviceId[]) {
    const { rows } = await pool.query<Row & { readonly deleted_id: DeviceId }>(
      `${select} where deleted.tenant_id = $1 and deleted.device_id = any($2::uuid[])`,
      [tenantId, ids],
    )
    const byId = new Map(rows.map((row) => [row.deleted_id, toDeleted(tenantId, row)]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  return {
    async find(tenantId, id) {
      const { rows } = await pool.query<Row>(
        `${select} where deleted.tenant_id = $1 and deleted.device_id = $2`,
        [tenantId, id],
      )
      return rows[0] && toDeleted(tenantId, rows[0])
    },

    async list(tenantId, { page, text, ...wanted }, scope) {
      const conditions = [
        sql`deleted.tenant_id = ${tenantId}`,
        reachedBy(scope, 'deleted.group_tag'),
        ...conditionsOf(wanted),
      ]
      const within = sql<SqlBool>`${sql.join(conditions, sql` and `)}`
      if (text !== undefined && text !== '') {
        const { ids, ...more } = await searchDeleted(db, { within, text, page })
        return { rows: await inOrder(tenantId, ids), ...more }
      }
      const from = sql`(${sql.raw(select)} where ${within}) as deleted`
      const list = { from, within: sql<SqlBool>`true`, columns, ids: ['id'] } as const
      const query = { order: newestFirst, page }
      const { rows, next } = await listRows<Row, keyof typeof columns>(db, list, query)
      return {
        rows: rows.map((row) => toDeleted(tenantId, row)),
        ...(next !== undefined && { next }),
      }
    },

    restore(tenantId, ids, how) {
      return transaction(({ client }) => restoreReserved(client, [tenantId, ids], how))
    },

    release(tenantId, ids, how) {
      return transaction(({ client }) => releaseReserved(client, [tenantId, ids], how))
    },
  }
}

function conditionsOf({
  state,
  serialNumber,
}: Pick<DeletedQuery, 'state' | 'serialNumber'>): RawBuilder<unknown>[] {
  return [
    ...(state === undefined ? [] : [sql`deleted.state = ${state}`]),
    ...(serialNumber === undefined ? [] : [sql`deleted.serial_number = ${serialNumber}`]),
  ]
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
