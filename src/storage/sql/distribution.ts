/**
 * Whether the tables of a database that Citus spreads are spread as `deploy/distribute.sql` says. A table that a migration
 * has brought since is in one place until somebody spreads it, and statements that join it with others would fail.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'

const file = join(import.meta.dirname, '../../../deploy/distribute.sql')

/** Without them the database refuses what triggers write, and what asks for the time on the node of a table. */
const settings = ['citus.enable_unsafe_triggers', 'citus.allow_nested_distributed_execution']

/** A spread database that is not spread as this version needs it; the message says what to run. */
export class DatabaseNotSpread extends Error {}

/** Table → its distribution column, or `reference`. */
export type Distribution = ReadonlyMap<string, string>

const statement = /^select create_(?:(reference)|distributed)_table\('(\w+)'(?:, '(\w+)')?.*;$/gm

/** Throws `DatabaseNotSpread`. A database in one place, with or without Citus, is well. */
export async function checkDistribution(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const { rows: citus } = await client.query("select from pg_extension where extname = 'citus'")
  if (citus.length === 0) return
  const { rows } = await client.query<{ name: string; column: string | null }>(
    `select table_name::text as name, nullif(distribution_column, '<none>') as column
     from citus_tables where citus_table_type in ('distributed', 'reference')`,
  )
  if (rows.length === 0) return
  const found = new Map(rows.map(({ name, column }) => [name, column ?? 'reference']))
  const wrong = differences(await readFile(file, 'utf8'), found)
  for (const name of settings) {
    const { rows: set } = await client.query<{ value: string }>(
      'select current_setting($1) as value',
      [name],
    )
    if (set[0]?.value !== 'on') wrong.push(`set ${name} = on on each node`)
  }
  // The file was not run to its end: kept counts would stay as they are.
  const { rows: silent } = await client.query<{ name: string }>(
    `select distinct tgrelid::regclass::text as name from pg_trigger
     where not tgisinternal and tgenabled = 'D' and tgrelid::regclass::text = any($1) order by name`,
    [[...found.keys()]],
  )
  wrong.push(...silent.map(({ name }) => `Run: alter table ${name} enable trigger user`))
  if (wrong.length > 0)
    throw new DatabaseNotSpread(
      `The database is not spread over its nodes as deploy/distribute.sql says. ${wrong.join('; ')}.`,
    )
}

/** What to run so that the tables are spread as the file says, in its words. */
export function differences(distribution: string, found: Distribution): string[] {
  const said = [...distribution.matchAll(statement)].map(
    ([text, reference, table = '', column = '']) => ({ text, table, at: reference ?? column }),
  )
  const known = new Set(said.map(({ table }) => table))
  return [
    ...said.flatMap(({ text, table, at }) => {
      const is = found.get(table)
      if (is === at) return []
      return is === undefined
        ? [`Run: ${text.replace(/;$/, '')}`]
        : [`${table} is spread by ${is} instead of ${at}`]
    }),
    ...[...found.keys()].flatMap((table) =>
      known.has(table) ? [] : [`Run: select undistribute_table('${table}')`],
    ),
  ]
}
