/** Lists of devices: a page of them, or how many there are, by the indexes and counts that lists are kept with. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StoredListField } from '../../core/devices/device-list.ts'
import { withoutPhysicalIds } from '../../core/devices/physical-id-filter.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Filter, ListQuery, Rows } from '../../core/query.ts'
import { alwaysHolds, simplified } from '../../core/query-simplify.ts'
import { type Columns, column } from '../sql/columns.ts'
import { filterToSql } from '../sql/filter-to-sql.ts'
import { countRows, listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import { deviceColumns } from './device-columns.ts'
import { shortcutTo } from './device-jump.ts'
import { keptCount, narrowed } from './device-tally.ts'
import { bySearch, type IndexedField, named, searched } from './search-devices.ts'
import { withSoughtParts } from './sought-parts.ts'

type Wanted = {
  readonly tenantId: TenantId
  readonly filter: Filter<StoredListField> | undefined
}

type Indexed = {
  readonly tenantId: TenantId
  readonly filter: Filter<IndexedField> | undefined
}

const allColumns: Columns<IndexedField> = {
  ...deviceColumns,
  claimLevel: column('claim_level', 'number', { nullable: false }),
  provisionalUntil: column('provisional_until', 'date'),
  searched,
  named,
}

/** The same devices in terms of what has indexes and counts; undefined = all. */
export function plainFilter(
  filter: Filter<StoredListField> | undefined,
): Filter<StoredListField> | undefined {
  if (filter === undefined) return undefined
  const plain = simplified(withoutPhysicalIds(filter))
  return alwaysHolds(plain) ? undefined : plain
}

/** `removed`: the devices that are gone and still listed, as another table; absent: none are. */
export async function listDevices<Row extends object>(
  db: Store['db'],
  { tenantId, removed }: { readonly tenantId: TenantId; readonly removed?: RawBuilder<unknown> },
  { filter: given, ...query }: ListQuery<StoredListField>,
): Promise<Rows<Row>> {
  // Of devices that are gone nobody keeps a count.
  const plain = plainFilter(given)
  const filter = removed ? plain : await bySearch(db, { tenantId, filter: plain })
  const columns = removed ? allColumns : await withSoughtParts(db, allColumns, { tenantId, filter })
  const list = {
    from: removed
      ? sql`(select * from device union all ${removed}) as device`
      : sql.table('device'),
    within: await nearby(db, { tenantId, filter }),
    columns,
    ids: ['id'],
    ...(removed === undefined && {
      shortcut: (row: number) => shortcutTo(row, { tenantId, filter }, query.order ?? []),
    }),
    async count() {
      const kept = await keptCount(db, { tenantId, filter })
      if (kept === undefined || removed === undefined) return kept
      const gone = sql`(${removed}) as device`
      return kept + (await countRows(db, gone, conditionOf({ tenantId, filter })))
    },
  } as const
  return await listRows<Row, IndexedField>(db, list, { ...query, ...(filter && { filter }) })
}

export async function countDevices(db: Store['db'], wanted: Wanted): Promise<number> {
  const kept = await keptCount(db, wanted)
  return kept ?? (await countRows(db, sql.table('device'), await devicesWithin(db, wanted)))
}

/** Which devices are meant, as a condition of any statement about the table. */
export async function devicesWithin(db: Store['db'], wanted: Wanted): Promise<RawBuilder<SqlBool>> {
  const { tenantId } = wanted
  const filter = await bySearch(db, wanted)
  const near = await nearby(db, { tenantId, filter })
  const columns = await withSoughtParts(db, allColumns, { tenantId, filter })
  return filter ? sql<SqlBool>`${near} and (${filterToSql(filter, columns)})` : near
}

function conditionOf({ tenantId, filter }: Indexed): RawBuilder<SqlBool> {
  const own = sql<SqlBool>`tenant_id = ${tenantId}`
  return filter ? sql<SqlBool>`${own} and (${filterToSql(filter, allColumns)})` : own
}

/** The tenant's devices, or fewer of which the filter leaves all that it leaves. */
async function nearby(db: Store['db'], wanted: Indexed): Promise<RawBuilder<SqlBool>> {
  const own = conditionOf({ tenantId: wanted.tenantId, filter: undefined })
  const near = await narrowed(db, wanted)
  return near ? sql<SqlBool>`${own} and ${near}` : own
}
