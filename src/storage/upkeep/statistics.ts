/**
 * Statistics about tables that have grown: PostgreSQL comes to them by itself minutes after a large import, and plans
 * lists of a thousand times the rows as for the few that there were until then.
 */
import type { Client } from '../sql/store.ts'

/** Changed rows, and their share of the table, from which on its statistics mislead. */
const minChanged = 1_000
const minShare = 0.2

/** Each takes a second at most, since it reads a sample. */
const tablesAtOnce = 5

/** The tables that were analyzed, those with the most changes first. */
export async function refreshStatistics(pool: Client): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
     where schemaname = 'public' and n_mod_since_analyze >= greatest($1, n_live_tup * $2::float8)
     order by n_mod_since_analyze desc limit $3`,
    [minChanged, minShare, tablesAtOnce],
  )
  // One that another server, or PostgreSQL itself, is analyzing is skipped.
  for (const { name } of rows) await pool.query(`analyze (skip_locked) ${name}`)
  return rows.map(({ name }) => name.slice(name.indexOf('.') + 1))
}
