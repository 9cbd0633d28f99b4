/** PostgreSQL's own count: one that was tried again leaves no other trace than its second. */
import pg from 'pg'

/** Of a database that nobody uses any more: connections report their counts when they end, so it waits for that. */
export async function deadlocksIn(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (;;) {
      const { rows } = await client.query<{ others: number; deadlocks: number }>(
        `select deadlocks::int, (select count(*)::int from pg_stat_activity as activity where activity.datname = own.datname
           and pid <> pg_backend_pid() and backend_type = 'client backend' and application_name not like 'citus%') as others
         from pg_stat_database as own where datname = current_database()`,
      )
      if (rows[0]?.others === 0) return rows[0].deadlocks
    }
  } finally {
    await client.end()
  }
}
