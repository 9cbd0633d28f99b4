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

/** Undefined: nothing is counted that could be subtracted. `row` counts from 0. */
export function shortcutTo(
  row: number,
  { tenantId, filter }: Wanted,
  [first = { field: 'id', descending: false }]: readonly Order<IndexedField>[],
): Shortcut | undefined {
  if (!isKept(filter)) return undefined
  const { field, descending } = first
  if (field === 'id') return filter === undefined ? byId(tenantId, row, descending) : undefined
  const column = keptColumn(field)
  if (column === undefined) return undefined
  const value = keySql(column)
  return {
    place: sql`select value, ${row} - before as rest from (
      select ${value} as value, sum(devices) as devices, ${sumBefore(value, descending)} as before
      from device_tally where ${keptWithin(tenantId, filter)} group by 1) as counted
      where before <= ${row} and before + devices > ${row}`,
    within: (key) => sql<SqlBool>`${key} = (select value from place)`,
  }
}

/** Down from the longest spans to the shortest. */
function byId(tenantId: TenantId, row: number, descending: boolean): Shortcut {
  const end = descending ? sql`'fff-ffff-ffff-ffffffffffff'` : sql`'000-0000-0000-000000000000'`
  return {
    place: sql`with recursive span(level, ids, rest) as (
        select 0, '' collate "C", ${row}::numeric
        union all
        select counted.level, counted.ids, span.rest - counted.before
        from span, lateral (
          select level, ids, sum(devices) as devices, ${sumBefore(sql`ids`, descending)} as before
          from device_span where tenant_id = ${tenantId} and ids >= span.ids and ids < span.ids || 'g'
            and level = case span.level when 0 then 5 when 5 then 7 when 7 then 10 end
          group by level, ids) as counted
        where counted.before <= span.rest and counted.before + counted.devices > span.rest)
      select (ids || ${end})::uuid as id, rest from span where level = 10`,
    within: (key) =>
      descending
        ? sql<SqlBool>`${key} <= (select id from place)`
        : sql<SqlBool>`${key} >= (select id from place)`,
  }
}

function sumBefore(value: RawBuilder<unknown>, descending: boolean): RawBuilder<unknown> {
  const order = descending ? sql`desc` : sql``
  return sql`sum(sum(devices)) over (order by ${value} ${order}) - sum(devices)`
}
