/** Pages of rows in the order in which they were made, the newest first. */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Page, Rows } from '../../core/query.ts'
import { column, required } from './columns.ts'
import { listRows } from './list-rows.ts'
import type { Database } from './schema.ts'

type Made = {
  readonly from: RawBuilder<unknown>
  readonly within: RawBuilder<SqlBool>
  /** Its columns: when a row was made, and its id. */
  readonly at: string
  readonly id: string
  /** Rows of which this holds come before all others. */
  readonly before?: string
}

export async function newestFirst<Row extends object>(
  db: Kysely<Database>,
  { from, within, at, id, before }: Made,
  page: Page,
): Promise<Rows<Row>> {
  const columns = {
    before: column(before ?? id, before === undefined ? 'id' : 'boolean', required),
    at: column(at, 'date', required),
    id: column(id, 'id', required),
  }
  const fields = before === undefined ? (['at', 'id'] as const) : (['before', 'at', 'id'] as const)
  const order = fields.map((field) => ({ field, descending: true }))
  const list = { from, within: sql<SqlBool>`(${within})`, columns, ids: ['id'] as const }
  return await listRows<Row, keyof typeof columns>(db, list, { order, page })
}
