/** Where a page by `$skip` begins: after the page before it, or after rows that are counted and not read. */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Page } from '../../core/query.ts'
import { refuseBadValue } from './bad-value.ts'
import { cursorText, type Key, type Keyed, ordered, textsOf } from './cursor.ts'
import { deep, hasPlaces, keepPlace, takePlace } from './kept-places.ts'
import type { Database } from './schema.ts'

export type Reading = {
  readonly list: { readonly from: RawBuilder<unknown>; readonly shortcut?: ShortcutTo }
  readonly keys: readonly Key[]
  readonly within: RawBuilder<SqlBool>
}

/** Some of the list's rows that follow each other in its order, and have the wanted one among them. */
export type Shortcut = {
  /** A query of one row, or none if the list is shorter; `rest`: how many of those rows come before the wanted one. */
  readonly place: RawBuilder<unknown>
  /** Which rows they are, by the list's first key, from the query as `place`. */
  readonly within: (key: RawBuilder<unknown>) => RawBuilder<SqlBool>
}

/** To a row by its number, from 0. */
export type ShortcutTo = (row: number) => Shortcut | undefined

type Start = {
  readonly page: Pick<Page, 'skip' | 'after'>
  /** To be told where the page ended, for the one that follows. */
  readonly keep?: (cursor: string) => void
}

/** Undefined: there are fewer rows. */
export async function startAt(
  db: Kysely<Database>,
  reading: Reading,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<Start | undefined> {
  const end = skip + limit
  const name = end >= deep || hasPlaces(db) ? nameOf(db, reading) : ''
  const known = takePlace(db, name, skip)
  const page = known === undefined ? await jumpTo(db, reading, skip) : { after: known }
  if (page === undefined) return undefined
  if (end < deep) return { page }
  return { page, keep: (cursor) => keepPlace(db, name, { skip: end, cursor }) }
}

/** Of the rows before, only keys are read: for an index that has them, tables are left alone. */
async function jumpTo(
  db: Kysely<Database>,
  { list: { from, shortcut }, keys, within }: Reading,
  skip: number,
): Promise<Start['page'] | undefined> {
  if (skip < deep) return { skip }
  const [first] = keys
  const row = skip - 1
  const way = shortcut?.(row)
  const place = way ? sql`with place as materialized (${way.place})` : sql``
  const near = way && first ? sql<SqlBool>`${within} and ${way.within(first.sql)}` : within
  const rest = way ? sql`(select rest from place)` : row
  const names = keys.map((_, i) => sql.ref(`key_${i}`))
  // Texts are made of the keys of the one row, and not of all before it.
  const { rows } = await sql<Keyed>`${place}
    select ${textsOf(names)} as list_keys from (
      select ${sql.join(keys.map((key, i) => sql`${key.sql} as ${names[i]}`))}
      from ${from} where ${near} order by ${ordered(keys)} limit 1 offset ${rest}) as found`
    .execute(db)
    .catch(refuseBadValue)
  const [found] = rows
  return found && { after: cursorText(found.list_keys) }
}

/** The list's name among the kept places: what is asked, and of which tenant. */
function nameOf(db: Kysely<Database>, { list, keys, within }: Reading): string {
  const { sql: text, parameters } = sql`${list.from} ${within} ${ordered(keys)}`.compile(db)
  return JSON.stringify([text, parameters])
}
