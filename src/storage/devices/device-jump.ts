/**
 * Jumps to a row of the device list by its number: what comes before is subtracted by counts that are kept
 * (`migrations/0046_lists.sql`, `0052_counted_ids.sql`), and only among the rows around it is anything walked.
 *
 * The counts are read by the statement that walks, so that the row is exact whatever else is going on.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import type { Filter, Order } from '../../core/query.ts'
import { keySql } from '../sql/columns.ts'
import type { Shortcut } from '../sql/skip-rows.ts'
import { isKept, keptColumn, keptWithin } from './device-tally.ts'
import type { IndexedField } from './search-devices.ts'

type Wanted = {
  readonly tenantId: TenantId
  readonly filter: Filter<IndexedField> | undefined
}

/** Undefined: nobody keeps a count of what the filter asks for. `row` counts from 0. */
export function shortcutTo(
  row: number,
  { tenantId, filter }: Wanted,
  [first = { field: 'id', descending: false }]: readonly Order<IndexedField>[],
): Shortcut | undefined {
  if (!isKept(filter)) return undefined
  const { field, descending } = first
  if (field === 'id' && filter === undefined) return byId(tenantId, row, descending)
  if (field === 'registeredAt' && filter === undefined) return byDay(tenantId, row, descending)
  const column = keptColumn(field)
  const counts = sql`device_tally where ${keptWithin(tenantId, filter)}`
  if (column === undefined)
    return { place: sql`select ${row}::int8 as rest, sum(devices) as rows from ${counts}` }
  const value = keySql(column)
  return {
    place: placeOf(row, { value, counts, descending }),
    within: (key) => sql<SqlBool>`${key} = (select value from place)`,
  }
}

type Counted = {
  readonly value: RawBuilder<unknown>
  /** The table, and which of its rows. */
  readonly counts: RawBuilder<unknown>
  readonly descending: boolean
}

/** The value that the row has, by counts of each. */
function placeOf(row: number, { value, counts, descending }: Counted): RawBuilder<unknown> {
  return sql`select value, ${row} - before as rest, rows from (
    select ${value} as value, sum(devices) as rows, ${sumBefore(value, descending)} as before
    from ${counts} group by 1) as counted
    where before <= ${row} and before + rows > ${row}`
}

/** Days are those of UTC. */
function byDay(tenantId: TenantId, row: number, descending: boolean): Shortcut {
  const counts = sql`device_tally where tenant_id = ${tenantId} and day is not null`
  const start = (days: number) =>
    sql`(select (value + ${sql.lit(days)})::timestamp at time zone 'UTC' from place)`
  return {
    place: placeOf(row, { value: sql`day`, counts, descending }),
    within: (key) => sql<SqlBool>`${key} >= ${start(0)} and ${key} < ${start(1)}`,
  }
}

/** Down from the longest spans to the shortest. */
function byId(tenantId: TenantId, row: number, descending: boolean): Shortcut {
  const [first, last] = [sql`'000-0000-0000-000000000000'`, sql`'fff-ffff-ffff-ffffffffffff'`]
  return {
    place: sql`with recursive span(level, ids, rest, rows) as (
        select 0, '' collate "C", ${row}::numeric, 0::numeric
        union all
        select counted.level, counted.ids, span.rest - counted.before, counted.rows
        from span, lateral (
          select level, ids, sum(devices) as rows, ${sumBefore(sql`ids`, descending)} as before
          from device_span where tenant_id = ${tenantId} and ids >= span.ids and ids < span.ids || 'g'
            and level = case span.level when 0 then 5 when 5 then 7 when 7 then 10 end
          group by level, ids) as counted
        where counted.before <= span.rest and counted.before + counted.rows > span.rest)
      select (ids || ${first})::uuid as first, (ids || ${last})::uuid as last, rest, rows from span where level = 10`,
    within: (key) =>
      sql<SqlBool>`${key} between (select first from place) and (select last from place)`,
  }
}

function sumBefore(value: RawBuilder<unknown>, descending: boolean): RawBuilder<unknown> {
  const order = descending ? sql`desc` : sql``
  return sql`sum(sum(devices)) over (order by ${value} ${order}) - sum(devices)`
}
