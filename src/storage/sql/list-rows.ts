/**
 * Pages of a list by keyset: a page starts after the last row of the previous one, whatever was inserted or deleted
 * meanwhile, so each remaining row is seen exactly once.
 */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import pg from 'pg'
import { DomainError } from '../../core/errors.ts'
import type { ListQuery, Order, Rows } from '../../core/query.ts'
import { type Columns, textSql } from './columns.ts'
import { cursorAfter, cursorText, type Key } from './cursor.ts'
import { filterToSql } from './filter-to-sql.ts'
import type { Database } from './schema.ts'

export type List<Field extends string> = {
  readonly from: RawBuilder<unknown>
  /** What every row must satisfy, such as belonging to the tenant. */
  readonly within: RawBuilder<SqlBool>
  readonly columns: Columns<Field>
  /** Unique together; they settle the order of equal rows. */
  readonly ids: readonly Field[]
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
  const after = page.after === undefined ? sql`` : sql`and ${cursorAfter(keys, page.after)}`
  const total = query.count ? await countRows(db, list.from, within) : undefined
  if (page.limit === 0) return { rows: [], ...(total !== undefined && { total }) }
  const { rows } = await sql<
    Row & Keyed
  >`select *, array[${sql.join(keys.map((key) => sql`${key.sql}::text`))}] as list_keys
    from ${list.from} where ${within} ${after}
    order by ${sql.join(keys.map((key) => (key.descending ? sql`${key.sql} desc` : key.sql)))}
    limit ${page.limit + 1} offset ${page.skip ?? 0}`
    .execute(db)
    .catch(refuseBadValue)
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
  return {
    rows: rows.slice(0, page.limit),
    ...(last !== undefined && { next: cursorText(last.list_keys) }),
    ...(total !== undefined && { total }),
  }
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

async function countRows(
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
  const whole = [...order, ...ids.map((field) => ({ field, descending }))]
  return whole.map((each) => keyOf(columns, each))
}

const absent = {
  id: { type: 'uuid', value: sql`'00000000-0000-0000-0000-000000000000'::uuid` },
  date: { type: 'timestamptz', value: sql`'-infinity'::timestamptz` },
  number: { type: 'int8', value: sql`'-9223372036854775808'::int8` },
  boolean: { type: 'boolean', value: sql`false` },
} as const

/** Nulls come first, so that no key is ever null and a plain comparison finds the position. */
function keyOf<Field extends string>(
  columns: Columns<Field>,
  { field, descending }: Order<Field>,
): Key {
  const column = columns[field]
  if (column.type === 'texts') throw new Error(`the list ${field} has no order`)
  if (column.type === 'text') return { type: 'text', sql: textSql(column), descending }
  const { type, value } = absent[column.type]
  const whole = column.nullable ? sql`coalesce(${column.sql}, ${value})` : column.sql
  return { type, sql: whole, descending }
}
