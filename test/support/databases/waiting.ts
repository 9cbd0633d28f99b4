/** Waits until statements wait for locks, so that a race is made and not hoped for. */
import type { OpenStore } from '../../../src/storage/sql/database.ts'

/** Where the database is spread, who waits is asked on every node. */
export async function untilWaiting({ pool }: Pick<OpenStore, 'pool'>, howMany = 1): Promise<void> {
  const { rows } = await pool.query<{ spread: boolean }>(
    `select exists (select from pg_extension where extname = 'citus') as spread`,
  )
  const activity = rows[0]?.spread ? 'citus_stat_activity' : 'pg_stat_activity'
  for (;;) {
    const { rowCount } = await pool.query(
      `select from ${activity} where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((rowCount ?? 0) >= howMany) return
  }
}
