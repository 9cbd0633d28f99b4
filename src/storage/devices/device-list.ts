/** The device list in PostgreSQL: pages in any order, counts per value, and the additional members of each row. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type {
  DeviceList,
  FacetCounts,
  FacetField,
  FacetQuery,
  ListedDevice,
  StoredListField,
} from '../../core/devices/device-list.ts'
import type { ClaimLevel } from '../../core/devices/history.ts'
import { type DeviceId, splitReceiptId, type TenantId } from '../../core/ids.ts'
import type { Filter } from '../../core/query.ts'
import { type Column, type Columns, column } from '../sql/columns.ts'
import { filterToSql } from '../sql/filter-to-sql.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import { type DeviceRow, deviceColumns, toDevice } from './device-rows.ts'

type Row = DeviceRow & { readonly claim_level: ClaimLevel; readonly provisional_until: Date | null }

export function deviceListIn({ db, pool }: Store): DeviceList {
  return {
    async page(tenantId, query) {
      const list = { from: sql.table('device'), within: ofTenant(tenantId), columns, ids: ['id'] }
      const found = await listRows<Row, StoredListField>(db, { ...list, ids: ['id'] }, query)
      const beside = await besideOf(pool, tenantId, found.rows)
      return {
        ...found,
        rows: found.rows.map((row) => listed(tenantId, row, beside.get(row.device_id))),
      }
    },

    async facet(tenantId, query) {
      return await countedValues(db, tenantId, query)
    },

    async count(tenantId, filter) {
      const { rows } = await sql<{
        count: string
      }>`select count(*) as count from device where ${within(tenantId, filter)}`.execute(db)
      return Number(rows[0]?.count ?? 0)
    },

    async ids(tenantId, { filter, after, limit }) {
      const further = after === undefined ? sql`` : sql`and device_id > ${after}`
      const { rows } = await sql<{ device_id: DeviceId }>`select device_id from device
        where ${within(tenantId, filter)} ${further} order by device_id limit ${limit}`.execute(db)
      return rows.map(({ device_id }) => device_id)
    },
  }
}

function ofTenant(tenantId: TenantId): RawBuilder<SqlBool> {
  return sql<SqlBool>`tenant_id = ${tenantId}`
}

function within(
  tenantId: TenantId,
  filter: Filter<StoredListField> | undefined,
): RawBuilder<SqlBool> {
  const own = ofTenant(tenantId)
  return filter ? sql<SqlBool>`${own} and (${filterToSql(filter, columns)})` : own
}

/** As `migrations/0012_portal.sql` indexes them. */
function folded(name: string): Column {
  const value = sql`lower(coalesce(${sql.ref(name)}, ''))`
  return { type: 'text', nullable: false, folded: true, sql: value }
}

const columns: Columns<StoredListField> = {
  ...deviceColumns,
  groupTag: folded('group_tag'),
  model: folded('model'),
  manufacturer: folded('manufacturer'),
  userPrincipalName: folded('user_principal_name'),
  displayName: folded('display_name'),
  claimLevel: column('claim_level', 'number', { nullable: false }),
  provisionalUntil: column('provisional_until', 'date'),
  searched: {
    type: 'text',
    nullable: false,
    sql: sql`(serial_number || E'\n' || coalesce(display_name, '') || E'\n' || coalesce(user_principal_name, '')
      || E'\n' || coalesce(group_tag, '') || E'\n' || coalesce(model, ''))`,
  },
}

const facetColumns = {
  groupTag: 'group_tag',
  manufacturer: 'manufacturer',
  model: 'model',
  enrollmentState: 'enrollment_state',
  purchaseOrderIdentifier: 'purchase_order_identifier',
  userPrincipalName: 'user_principal_name',
} as const satisfies Record<FacetField, string>

/** Values that differ only in case count as one, shown in the spelling of the first. */
async function countedValues(
  db: Store['db'],
  tenantId: TenantId,
  { field, filter, top }: FacetQuery,
): Promise<FacetCounts> {
  const value = sql`coalesce(${sql.ref(facetColumns[field])}, '')`
  const { rows } = await sql<{ value: string; count: string; total: string }>`
    select min(${value}) as value, count(*) as count, sum(count(*)) over () as total
    from device where ${within(tenantId, filter)}
    group by lower(${value}) order by count desc, lower(${value}) limit ${top}`.execute(db)
  const values = rows.map(({ value: text, count }) => ({ value: text, count: Number(count) }))
  const counted = values.reduce((sum, { count }) => sum + count, 0)
  return { values, others: Number(rows[0]?.total ?? 0) - counted }
}

type Beside = { readonly conflictId: string | null; readonly importId: string | null }

/** For one page: the open conflict about each device, and the import that brought its first hash. */
async function besideOf(
  pool: Store['pool'],
  tenantId: TenantId,
  devices: readonly Row[],
): Promise<ReadonlyMap<string, Beside>> {
  if (devices.length === 0) return new Map()
  const { rows } = await pool.query<{ id: string; conflict: string | null; hash: string | null }>({
    name: 'device-list-beside',
    text: `select asked.id,
        (select conflict.conflict_id from identity_conflict as conflict where conflict.tenant_id = $1 and conflict.state = 'open'
          and (conflict.device_id = asked.id or conflict.candidates @> array[asked.id]) order by conflict.conflict_id limit 1) as conflict,
        (select device_hash.hash_id from device_hash where device_hash.tenant_id = $1 and device_hash.device_id = asked.id
          order by device_hash.accepted_at, device_hash.hash_id limit 1) as hash
      from unnest($2::uuid[]) as asked(id)`,
    values: [tenantId, devices.map(({ device_id }) => device_id)],
  })
  return new Map(
    rows.map(({ id, conflict, hash }) => [
      id,
      { conflictId: conflict, importId: splitReceiptId(hash ?? '')?.importId ?? null },
    ]),
  )
}

function listed(tenantId: TenantId, row: Row, beside: Beside | undefined): ListedDevice {
  return {
    device: toDevice(tenantId, row),
    claimLevel: row.claim_level,
    provisionalUntil: row.provisional_until,
    conflictId: beside?.conflictId ?? null,
    importId: beside?.importId ?? null,
  }
}
