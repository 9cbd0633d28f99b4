/**
 * Deleted devices with a text in them, newest first. An index of parts of texts finds them in no order, so that all have to
 * be read and sorted; the order comes across many of them soon, unless they are old. So of many the newest are looked for
 * in the order first.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DeviceId } from '../../core/ids.ts'
import type { Page } from '../../core/query.ts'
import { type Column, column, required } from '../sql/columns.ts'
import { cursorAfter, type Key, ordered } from '../sql/cursor.ts'
import { filterToSql, hasTrigram } from '../sql/filter-to-sql.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'

/** As `migrations/0065_deleted_search.sql` indexes it. */
const searched: Column = {
  type: 'text',
  nullable: false,
  hasTrigrams: true,
  sql: sql`(deleted.serial_number || E'\n' || coalesce(deleted.device ->> 'display_name', '')
    || E'\n' || coalesce(deleted.device ->> 'user_principal_name', '')
    || E'\n' || coalesce(deleted.group_tag, '') || E'\n' || coalesce(deleted.device ->> 'model', ''))`,
}

const columns = {
  at: column('deleted_at', 'date', required),
  id: column('device_id', 'id', required),
}

const keys: readonly Key[] = [
  { sql: sql`deleted_at`, type: 'timestamptz', descending: true },
  { sql: sql`device_id`, type: 'uuid', descending: true },
]

/** More than these are not read only to be sorted. */
const many = 200

/** Rows that are looked through in the order; if they do not fill the page, and there are many, more of them. */
const nearest = 300
const near = 4_000

type Wanted = { readonly within: RawBuilder<SqlBool>; readonly text: string; readonly page: Page }
type Found = { readonly ids: readonly DeviceId[]; readonly next?: string }

export async function searchDeleted(
  db: Store['db'],
  { within, text, page }: Wanted,
): Promise<Found> {
  const passes = filterToSql(
    { kind: 'text', field: 'searched', op: 'contains', value: text },
    { searched },
  )
  const list = async (from: RawBuilder<unknown>, which: RawBuilder<SqlBool>): Promise<Found> => {
    const { rows, next } = await listRows<{ device_id: DeviceId }, keyof typeof columns>(
      db,
      { from: sql`(${from}) as deleted`, within: which, columns, ids: ['id'] },
      { order: [{ field: 'at', descending: true }], page },
    )
    return { ids: rows.map(({ device_id }) => device_id), ...(next !== undefined && { next }) }
  }
  const all = sql`select * from deleted_device as deleted where ${within}`
  if (!hasTrigram(text)) return await list(all, passes)
  // In a query of its own, of which the planner does not expect that the order comes across it soon.
  const indexed = sql`select deleted_at, device_id from deleted_device as deleted where ${within} and ${passes} offset 0`
  const further = page.after === undefined ? sql`` : sql`and ${cursorAfter(keys, page.after)}`
  const among = (rows: number) =>
    list(sql`${all} ${further} order by ${ordered(keys)} limit ${rows}`, passes)
  const first = await among(nearest)
  if (first.next !== undefined) return first
  const second = (await areMany(db, indexed)) ? await among(near) : undefined
  return second?.next === undefined ? await list(indexed, sql<SqlBool>`true`) : second
}

async function areMany(db: Store['db'], rows: RawBuilder<unknown>): Promise<boolean> {
  const found = await sql<{ count: string }>`select count(*) as count
    from (select from (${rows}) as deleted limit ${many + 1}) as found`.execute(db)
  return Number(found.rows[0]?.count ?? 0) > many
}
