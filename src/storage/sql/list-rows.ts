/**
 * Pages of a list by keyset: a page starts after the last row of the previous one, whatever was inserted or deleted
 * meanwhile, so each remaining row is seen exactly once.
 */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import pg from 'pg'
import { DomainError } from '../../core/errors.ts'
import type { ListQuery, Order, Page, Rows } from '../../core/query.ts'
import { type Column, type Columns, keySql } from './columns.ts'
import { cursorAfter, cursorText, type Key } from './cursor.ts'
import { filterToSql } from './filter-to-sql.ts'
import { deep, hasPlaces, keepPlace, takePlace } from './kept-places.ts'
import type { Database } from './schema.ts'

export type List<Field extends string> = {
  readonly from: RawBuilder<unknown>
  /** What every row must satisfy, such as belonging to the tenant. */
  readonly within: RawBuilder<SqlBool>
  readonly columns: Columns<Field>
  /** Unique together; they settle the order of equal rows. */
  readonly ids: readonly Field[]
  /** How many rows the query leaves, where that is known; absent or undefined: they are counted. */
  readonly count?: () => Promise<number | undefined>
}

type Keyed = { readonly list_keys: readonly string[] }

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
  const end = skip + limit
  const name = end >= deep || hasPlaces(db) ? nameOf(db, reading) : ''
  const known = takePlace(db, name, skip)
  const start = known === undefined ? await startAt(db, reading, skip) : { after: known }
  if (start === undefined) return { rows: [] }
  const read = await readPage<Row>(db, reading, { ...start, limit })
  if (end >= deep && read.next !== undefined) keepPlace(db, name, { skip: end, cursor: read.next })
  return read
}

type Reading = {
  readonly list: Pick<List<string>, 'from'>
  readonly keys: readonly Key[]
  readonly within: RawBuilder<SqlBool>
}

async function readPage<Row extends object>(
  db: Kysely<Database>,
  { list, keys, within }: Reading,
  { after, skip, limit }: Page,
): Promise<Pick<Rows<Row>, 'rows' | 'next'>> {
  const further = after === undefined ? sql`` : sql`and ${cursorAfter(keys, after)}`
  const { rows } = await sql<Row & Keyed>`select *, ${textsOf(keys)} as list_keys
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

/** Where row number `skip` is; only the keys of those before it are read. Undefined: there are fewer rows. */
async function startAt(
  db: Kysely<Database>,
  { list, keys, within }: Reading,
  skip: number,
): Promise<Pick<Page, 'skip' | 'after'> | undefined> {
  if (skip < deep) return { skip }
  const { rows } = await sql<Keyed>`select ${textsOf(keys)} as list_keys
    from ${list.from} where ${within} order by ${ordered(keys)} limit 1 offset ${skip - 1}`
    .execute(db)
    .catch(refuseBadValue)
  const [row] = rows
  return row && { after: cursorText(row.list_keys) }
}

/** The list's name among the kept places: what is asked, and of which tenant. */
function nameOf(db: Kysely<Database>, { list, keys, within }: Reading): string {
  const { sql: text, parameters } = sql`${list.from} ${within} ${ordered(keys)}`.compile(db)
  return JSON.stringify([text, parameters])
}

function textsOf(keys: readonly Key[]): RawBuilder<unknown> {
  return sql`array[${sql.join(keys.map((key) => sql`${key.sql}::text`))}]`
}

function ordered(keys: readonly Key[]): RawBuilder<unknown> {
  return sql.join(keys.map((key) => (key.descending ? sql`${key.sql} desc` : key.sql)))
}

/** A value that its column cannot hold, such as an impossible date, is the client's error. */
function refuseBadValue(error: unknown): never {
  if (error instanceof pg.DatabaseError && error.code?.startsWith('22')) {
    throw new DomainError('request-invalid', `A value cannot be compared: ${error.message}.`, {
      cause: error,
    })
  }
  throw error
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
