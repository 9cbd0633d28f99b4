/**
 * The way to PostgreSQL: one pool that Kysely and the hand-tuned statements share, and the one wrapper
 * that every write transaction runs through.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'
import { abandon, withUnits } from './unit-of-work.ts'

export type Store = {
  readonly db: Kysely<Database>
  readonly pool: pg.Pool
  close(): Promise<void>
}

export type StoreOptions = {
  readonly connectionString: string
  /** Most connections held at once; the pool opens them as they are needed. */
  readonly maxConnections?: number
  /** Told of connections that die while idle (a restart of the database); the pool replaces them. */
  readonly onIdleError?: (error: Error) => void
}

/** A connection that nobody uses is closed after this long; opening one costs tens of reads. Milliseconds. */
const idleFor = 60_000

/** A transaction stuck this long loses its locks, so that another server can go on. Milliseconds. */
const stuckAfter = 30_000

export function openStore({
  connectionString,
  maxConnections = 20,
  onIdleError,
}: StoreOptions): Store {
  const connections = new pg.Pool({
    connectionString,
    max: maxConnections,
    application_name: 'taxiway',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: idleFor,
    idle_in_transaction_session_timeout: stuckAfter,
    statement_timeout: stuckAfter,
  })
  let closing = false
  connections.on('error', (error) => {
    if (!closing) onIdleError?.(error)
  })
  const pool = withUnits(connections)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    async close() {
      closing = true
      await db.destroy()
      // Kysely ends the pool only if it has used it.
      if (!connections.ended) await connections.end()
    },
  }
}

/** Each lost race is somebody else's progress, so many in a row are possible and end by themselves. */
const maxAttempts = 50

/** Serialization failure and deadlock: nothing was written, the same transaction may be tried again. */
export const retryable: ReadonlySet<string> = new Set(['40001', '40P01'])

/** A claim was lost to a racing transaction; what was decided on must be looked up again. */
export class ClaimLost extends Error {}

/**
 * Runs `work` in a transaction on one connection. Repeated when the database says
 * that it lost a race; any other failure rolls back and is thrown.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      client.release()
      return result
    } catch (error) {
      await abandon(client)
      if (attempt >= maxAttempts || !lostRace(error)) throw error
      await pause(Math.min(attempt, 10) * (2 + Math.random() * 8))
    }
  }
}

function lostRace(error: unknown): boolean {
  return (
    error instanceof ClaimLost ||
    (error instanceof pg.DatabaseError && retryable.has(error.code ?? ''))
  )
}
