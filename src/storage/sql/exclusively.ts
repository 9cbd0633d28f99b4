/** One server at a time: for work that servers starting together must not do at once. */
import type { OpenStore } from './database.ts'

/** Any constant: identifies the setup lock within a database. */
const lockKey = 7_219_504_119

/** Milliseconds. Setting up takes seconds; what takes longer than this stands still. */
const waitLimit = 600_000

export async function exclusively<T>({ pool }: OpenStore, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    // Setting up may take longer than any statement of a request ever should.
    await client.query('set statement_timeout = 0; set lock_timeout = 0')
    const wait = {
      text: 'select pg_advisory_lock($1)',
      values: [lockKey],
      query_timeout: waitLimit,
    }
    await client.query(wait)
    return await work()
  } finally {
    // Closed rather than returned: a session's locks end with it, whatever happened.
    client.release(true)
  }
}
