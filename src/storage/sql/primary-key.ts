/** By what a row is named on every node of a spread database: its place within a table is another on each. */
import type { Client } from './store.ts'

/** Columns, as SQL. */
export async function primaryKeyOf(client: Client, table: string): Promise<string> {
  const { rows } = await client.query<{ key: string }>({
    name: 'primary-key',
    text: `select string_agg(quote_ident(attname), ', ' order by array_position(indkey::int2[], attnum)) as key
      from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey::int2[])
      where indrelid = $1::regclass and indisprimary`,
    values: [table],
  })
  const [found] = rows
  if (!found?.key) throw new Error(`the table ${table} has no primary key`)
  return found.key
}

/** Deletes at most `$1` rows of those that the condition names. Locks none before; a row that changes meanwhile stays. */
export function deleteSome(table: string, key: string, condition: string): string {
  return `with old as materialized (select ${key} from ${table} where ${condition} limit $1)
    delete from ${table} where (${key}) in (select ${key} from old) and (${condition})`
}
