/**
 * Counts of devices that are kept (`migrations/0046_lists.sql`): exact, and read without reading devices, whatever a
 * filter says about the columns they are kept by.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { FacetCounts, FacetField } from '../../core/devices/device-list.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Filter } from '../../core/query.ts'
import { fieldsOf } from '../../core/query-simplify.ts'
import { type Column, type Columns, column, required } from '../sql/columns.ts'
import { filterToSql } from '../sql/filter-to-sql.ts'
import type { Store } from '../sql/store.ts'
import type { IndexedField } from './search-devices.ts'

type Wanted = {
  readonly tenantId: TenantId
  readonly filter: Filter<IndexedField> | undefined
}

type Kept = 'groupTag' | 'manufacturer' | 'model' | 'enrollmentState'

const columns = {
  groupTag: column('group_tag', 'text', required),
  manufacturer: column('manufacturer', 'text', required),
  model: column('model', 'text', required),
  enrollmentState: column('enrollment_state', 'text', required),
} as const satisfies Columns<Kept>

/** More combinations than these are no longer a look-up. */
const maxCombinations = 200

/** So many devices are read and sorted for a page without asking how many lie between them in its order. */
const maxSorted = 500

/** Rows of a page, about. */
const page = 50

/** Undefined: the filter asks for something that no count is kept by. */
export async function keptCount(
  db: Store['db'],
  { tenantId, filter }: Wanted,
): Promise<number | undefined> {
  if (!isKept(filter)) return undefined
  const { rows } = await sql<{ count: string | null }>`select sum(devices) as count
    from device_tally where ${keptWithin(tenantId, filter)}`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

/** Counts per value. Undefined: none are kept. */
export async function keptFacet(
  db: Store['db'],
  { tenantId, filter }: Wanted,
  { field, name, top }: { readonly field: FacetField; readonly name: string; readonly top: number },
): Promise<FacetCounts | undefined> {
  if (!Object.hasOwn(columns, field) || !isKept(filter)) return undefined
  const value = sql.ref(name)
  const { rows } = await sql<{ value: string; count: string; total: string }>`
    select min(${value}) as value, sum(devices) as count, sum(sum(devices)) over () as total
    from device_tally where ${keptWithin(tenantId, filter)}
    group by lower(${value}) having sum(devices) > 0
    order by count desc, lower(${value}) limit ${top}`.execute(db)
  return facetOf(rows)
}

/** The rows' `total` is that of all values. */
export function facetOf(
  rows: readonly { readonly value: string; readonly count: string; readonly total: string }[],
): FacetCounts {
  const values = rows.map(({ value, count }) => ({ value, count: Number(count) }))
  const counted = values.reduce((sum, { count }) => sum + count, 0)
  return { values, others: Number(rows[0]?.total ?? 0) - counted }
}

/**
 * What the filter says about several of those columns, or about parts of their texts, as one look-up: the few
 * combinations that it leaves. No index of one column finds the rows that two conditions leave. Undefined: there are
 * so many devices that the list comes across them in its own order.
 */
export async function narrowed(
  db: Store['db'],
  { tenantId, filter }: Wanted,
): Promise<RawBuilder<SqlBool> | undefined> {
  if (filter === undefined) return undefined
  const parts = (filter.kind === 'and' ? filter.parts : [filter]).filter(isKept)
  const [only] = parts
  if (only === undefined || (parts.length === 1 && hasIndex(only))) return undefined
  const wanted = filterToSql({ kind: 'and', parts } as Filter<Kept>, columns)
  const { rows } = await sql<{ combination: string; devices: string; every: string }>`
    select combination, sum(devices) as devices, (select sum(devices) from device_tally where ${keptWithin(tenantId)}) as every
    from device_tally where ${keptWithin(tenantId)} and (${wanted})
    group by combination having sum(devices) > 0 limit ${maxCombinations + 1}`.execute(db)
  if (rows.length > maxCombinations) return undefined
  const found = rows.reduce((sum, { devices }) => sum + Number(devices), 0)
  // With an index for each part there is always a better way for many; without, they are read by whichever is less.
  const most = parts.every(hasIndex) ? 0 : Math.sqrt(page * Number(rows[0]?.every ?? 0))
  if (found > Math.max(maxSorted, most)) return undefined
  const combinations = rows.map(({ combination }) => combination)
  return sql<SqlBool>`${combinationSql} = any(${combinations}::bigint[])`
}

/** As `migrations/0046_lists.sql` indexes it. */
const combinationSql = sql`hashtextextended(coalesce(group_tag, '') || E'\n' || coalesce(manufacturer, '')
  || E'\n' || coalesce(model, '') || E'\n' || enrollment_state, 0)`

/** Whether it asks only for what counts are kept by. */
export function isKept(filter: Filter<IndexedField> | undefined): boolean {
  return (
    filter === undefined || [...fieldsOf(filter)].every((field) => Object.hasOwn(columns, field))
  )
}

/** Undefined: no count is kept by it. */
export function keptColumn(field: IndexedField): Column | undefined {
  return Object.hasOwn(columns, field) ? columns[field as Kept] : undefined
}

function hasIndex(part: Filter<IndexedField>): boolean {
  return part.kind === 'in' || (part.kind === 'compare' && part.op !== 'ne')
}

export function keptWithin(
  tenantId: TenantId,
  filter?: Filter<IndexedField> | undefined,
): RawBuilder<SqlBool> {
  const own = sql<SqlBool>`tenant_id = ${tenantId} and day is null`
  if (filter === undefined) return own
  return sql<SqlBool>`${own} and (${filterToSql(filter as Filter<Kept>, columns)})`
}
