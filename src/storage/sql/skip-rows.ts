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
  /**
   * A query of one row, or none if the list is shorter; `rest`: how many of those rows come before the wanted one;
   * `rows`: how many there are.
   */
  readonly place: RawBuilder<unknown>
  /** Which rows they are, by the list's first key, from the query as `place`; absent: the whole list. */
  readonly within?: (key: RawBuilder<unknown>) => RawBuilder<SqlBool>
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

async function jumpTo(
  db: Kysely<Database>,
  reading: Reading,
  skip: number,
): Promise<Start['page'] | undefined> {
  if (skip < deep) return { skip }
  const row = skip - 1
  const shortcut = reading.list.shortcut?.(row)
  const { rows } = await (shortcut ? walkNear(reading, shortcut) : walk(reading, sql`${row}`))
    .execute(db)
    .catch(refuseBadValue)
  const [found] = rows
  return found && { after: cursorText(found.list_keys) }
}

/** From the end that is nearer: only one of the two is run. */
function walkNear({ list, keys, within }: Reading, shortcut: Shortcut): RawBuilder<Keyed> {
  const [first] = keys
  const range = first && shortcut.within?.(first.sql)
  const from = (isNear: RawBuilder<unknown>): Pick<Reading, 'list' | 'within'> => {
    const near = sql<SqlBool>`${within} and (select ${isNear} from place)`
    return { list, within: range ? sql<SqlBool>`${near} and ${range}` : near }
  }
  const reversed = keys.map((key) => ({ ...key, descending: !key.descending }))
  const start = { keys, ...from(sql`2 * rest < rows`) }
  const end = { keys: reversed, ...from(sql`2 * rest >= rows and rest < rows`) }
  return sql<Keyed>`with place as materialized (${shortcut.place})
    ${walk(start, sql`(select rest from place)`)}
    union all ${walk(end, sql`(select greatest(rows - 1 - rest, 0) from place)`)}`
}

/**
 * Of the rows before, only keys are read: an index that has them suffices. They are made into texts for the one row, and
 * not for all before it.
 */
function walk({ list, keys, within }: Reading, rows: RawBuilder<unknown>): RawBuilder<Keyed> {
  const names = keys.map((_, i) => sql.ref(`key_${i}`))
  return sql<Keyed>`select ${textsOf(names)} as list_keys from (
    select ${sql.join(keys.map((key, i) => sql`${key.sql} as ${names[i]}`))}
    from ${list.from} where ${within} order by ${ordered(keys)} limit 1 offset ${rows}) as found`
}

/** The list's name among the kept places: what is asked, and of which tenant. */
function nameOf(db: Kysely<Database>, { list, keys, within }: Reading): string {
  const { sql: text, parameters } = sql`${list.from} ${within} ${ordered(keys)}`.compile(db)
  return JSON.stringify([text, parameters])
}
