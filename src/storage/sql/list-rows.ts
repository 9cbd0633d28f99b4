/**
 * Pages of a list by keyset: a page starts after the last row of the previous one, whatever was inserted or deleted
 * meanwhile, so each remaining row is seen exactly once.
 */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListQuery, Order, Page, Rows } from '../../core/query.ts'
import { refuseBadValue } from './bad-value.ts'
import { type Column, type Columns, keySql } from './columns.ts'
import { cursorAfter, cursorText, type Key, type Keyed, ordered, textsOf } from './cursor.ts'
import { filterToSql } from './filter-to-sql.ts'
import type { Database } from './schema.ts'
import { type Reading, type ShortcutTo, startAt } from './skip-rows.ts'

export type List<Field extends string> = {
  readonly from: RawBuilder<unknown>
  /** What every row must satisfy, such as belonging to the tenant. */
  readonly within: RawBuilder<SqlBool>
  readonly columns: Columns<Field>
  /** Unique together; they settle the order of equal rows. */
  readonly ids: readonly Field[]
  /** How many rows the query leaves, where that is known; absent or undefined: they are counted. */
  readonly count?: () => Promise<number | undefined>
  /** To rows far down, in the order that is asked. */
  readonly shortcut?: ShortcutTo
}

export async function listRows<Row extends object, Field extends string>(
  db: Kysely<Database>,
  list: List<Field>,
  query: ListQuery<Field>,
): Promise<Rows<Row>> {
  const { filter, order = [], page } = query
  const keys = keysOf(list, order)
  const within = filter
    ? sql<SqlBool>`${list.within} and (${filterToSql(filter, list.columns)})`
    : list.within
  const total = query.count
    ? ((await list.count?.()) ?? (await countRows(db, list.from, within)))
    : undefined
  const counted = total !== undefined && { total }
  if (page.limit === 0) return { rows: [], ...counted }
  const reading = { list, keys, within }
  const { rows, next } =
    page.after === undefined
      ? await readBySkip<Row>(db, reading, page)
      : await readPage<Row>(db, reading, page)
  return { rows, ...(next !== undefined && { next }), ...counted }
}

async function readBySkip<Row extends object>(
  db: Kysely<Database>,
  reading: Reading,
  { skip = 0, limit }: Page,
): Promise<Pick<Rows<Row>, 'rows' | 'next'>> {
  const start = await startAt(db, reading, { skip, limit })
  if (start === undefined) return { rows: [] }
  const read = await readPage<Row>(db, reading, { ...start.page, limit })
  if (read.next !== undefined) start.keep?.(read.next)
  return read
}

async function readPage<Row extends object>(
  db: Kysely<Database>,
  { list, keys, within }: Reading,
  { after, skip, limit }: Page,
): Promise<Pick<Rows<Row>, 'rows' | 'next'>> {
  const further = after === undefined ? sql`` : sql`and ${cursorAfter(keys, after)}`
  const { rows } = await sql<
    Row & Keyed
  >`select *, ${textsOf(keys.map((key) => key.sql))} as list_keys
    from ${list.from} where ${within} ${further}
    order by ${ordered(keys)}
    limit ${limit + 1} offset ${skip ?? 0}`
    .execute(db)
    .catch(refuseBadValue)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    rows: rows.slice(0, limit),
    ...(last !== undefined && { next: cursorText(last.list_keys) }),
  }
}

export async function countRows(
  db: Kysely<Database>,
  from: RawBuilder<unknown>,
  within: RawBuilder<SqlBool>,
): Promise<number> {
  const { rows } = await sql<{
    total: string
  }>`select count(*) as total from ${from} where ${within}`
    .execute(db)
    .catch(refuseBadValue)
  return Number(rows[0]?.total ?? 0)
}

/** The ids come last in the direction of the first key, so that one index serves the whole order. */
function keysOf<Field extends string>(
  { columns, ids }: List<Field>,
  order: readonly Order<Field>[],
): readonly Key[] {
  const descending = order[0]?.descending ?? false
  const named = new Set(order.map(({ field }) => field))
  const rest = ids.filter((field) => !named.has(field))
  const whole = [...order, ...rest.map((field) => ({ field, descending }))]
  return whole.map((each) => keyOf(columns, each))
}

const keyTypes = {
  text: 'text',
  id: 'uuid',
  date: 'timestamptz',
  number: 'int8',
  boolean: 'boolean',
} as const satisfies Record<Column['type'], Key['type']>

/** No key is ever null, so a plain comparison finds the position. */
function keyOf<Field extends string>(
  columns: Columns<Field>,
  { field, descending }: Order<Field>,
): Key {
  const column = columns[field]
  if (column.type === 'texts') throw new Error(`the list ${field} has no order`)
  return { type: keyTypes[column.type], sql: keySql(column), descending }
}
