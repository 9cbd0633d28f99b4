/** Whether the database answers, asked on a connection that nothing else can keep busy. */
import pg from 'pg'
import { connectionTo } from './hosts.ts'

/** Connecting and asking may each take this long, in ms: a silent database counts as none. */
const stepLimit = 900

/** A failure that comes this soon, in ms, leaves time for another attempt. */
const soon = 150

export type Pulse = { answers(): Promise<boolean>; close(): Promise<void> }

export function pulseOf(connectionString: string): Pulse {
  const pool = new pg.Pool({
    ...connectionTo(connectionString),
    max: 1,
    application_name: 'taxiway pulse',
    connectionTimeoutMillis: stepLimit,
    query_timeout: stepLimit,
    idleTimeoutMillis: 30_000,
  })
  pool.on('error', () => undefined)
  let asked: Promise<boolean> | undefined

  const beats = () =>
    pool.query('select').then(
      () => true,
      () => false,
    )

  /** A connection from before a restart may fail although the database is back: then a new one is asked. */
  async function ask(): Promise<boolean> {
    const begun = performance.now()
    return (await beats()) || (performance.now() - begun < soon && (await beats()))
  }

  return {
    /** Callers that ask while it is being asked share the answer. */
    answers() {
      asked ??= ask().finally(() => {
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
