/** Whether the database answers, asked on a connection that nothing else can keep busy. */
import pg from 'pg'

/** Connecting and asking may each take this long, in ms: a database that says nothing is no database. */
const stepLimit = 900

export type Pulse = { answers(): Promise<boolean>; close(): Promise<void> }

export function pulseOf(connectionString: string): Pulse {
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    application_name: 'taxiway pulse',
    connectionTimeoutMillis: stepLimit,
    query_timeout: stepLimit,
    idleTimeoutMillis: 30_000,
  })
  pool.on('error', () => undefined)
  let asked: Promise<boolean> | undefined
  return {
    /** Whoever asks while it is being asked gets the same answer. */
    answers() {
      asked ??= pool
        .query('select')
        .then(
          () => true,
          () => false,
        )
        .finally(() => {
          asked = undefined
        })
      return asked
    },
    async close() {
      await asked
      await pool.end()
    },
  }
}
