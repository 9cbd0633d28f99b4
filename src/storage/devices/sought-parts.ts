/** Which part of a text the index of parts is asked for, by what a tenant's devices are called: the oldest and the newest. */
import { sql } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import type { Filter } from '../../core/query.ts'
import type { Columns, ListColumn } from '../sql/columns.ts'
import { isLonger, rarestPart } from '../sql/rarest-part.ts'
import type { Store } from '../sql/store.ts'
import { type IndexedField, named } from './search-devices.ts'

/** Devices from each end. */
const sampled = 32

type Wanted = {
  readonly tenantId: TenantId
  readonly filter: Filter<IndexedField> | undefined
}

/** The columns, of which those that the filter looks for a longer text in ask for a part of it. */
export async function withSoughtParts(
  db: Store['db'],
  columns: Columns<IndexedField>,
  { tenantId, filter }: Wanted,
): Promise<Columns<IndexedField>> {
  const fields = filter ? [...new Set(soughtIn(filter, columns))] : []
  if (fields.length === 0) return columns
  const end = (direction: 'asc' | 'desc') =>
    sql`(select ${named.sql} as text from device where tenant_id = ${tenantId}
      order by device_id ${sql.raw(direction)} limit ${sampled})`
  const { rows } = await sql<{
    text: string
  }>`select text from (${end('desc')} union all ${end('asc')}) as sample`.execute(db)
  const sample = rows.map(({ text }) => text.toLowerCase())
  const asked = fields.map((field) => [
    field,
    { ...columns[field], rarestPart: (value: string) => rarestPart(value, sample) },
  ])
  return { ...columns, ...Object.fromEntries(asked) }
}

function soughtIn(
  filter: Filter<IndexedField>,
  columns: Columns<IndexedField>,
): readonly IndexedField[] {
  if ('parts' in filter) return filter.parts.flatMap((part) => soughtIn(part, columns))
  if ('part' in filter) return soughtIn(filter.part, columns)
  if (filter.kind !== 'text' || filter.op === 'startsWith' || filter.op === 'matches') return []
  return isLonger(filter.value) && hasParts(columns[filter.field]) ? [filter.field] : []
}

function hasParts(column: Columns<IndexedField>[IndexedField] | ListColumn): boolean {
  return 'sql' in column && (column.hasTrigrams === true || column.partOf !== undefined)
}
