/**
 * The way to PostgreSQL: one pool that Kysely and the hand-tuned statements share, and the one wrapper
 * that every write transaction runs through.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'
import type { Store } from './store.ts'
import { runInTransaction } from './transaction.ts'

export type OpenStore = Store & { readonly pool: pg.Pool; close(): Promise<void> }

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
}: StoreOptions): OpenStore {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    application_name: 'taxiway',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: idleFor,
    idle_in_transaction_session_timeout: stuckAfter,
    statement_timeout: stuckAfter,
  })
  let closing = false
  pool.on('error', (error) => {
    if (!closing) onIdleError?.(error)
  })
  // One that breaks while it is lent out, between two statements, says so by an event that nobody else hears;
  // whoever holds it learns of it from its next statement.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    transaction: (work) => retried(() => runInTransaction(pool, work)),
    once: (work) => runInTransaction(pool, work),
    async close() {
      closing = true
      await db.destroy()
      // Kysely ends the pool only if it has used it.
      if (!pool.ended) await pool.end()
    },
  }
}

/** Each lost race is somebody else's progress, so many in a row are possible and end by themselves. */
const maxAttempts = 50

/** Serialization failure and deadlock: nothing was written, the same transaction may be tried again. */
export const retryable: ReadonlySet<string> = new Set(['40001', '40P01'])

/** A claim was lost to a racing transaction; what was decided on must be looked up again. */
export class ClaimLost extends Error {}

/** Repeats a transaction when the database says that it lost a race; any other failure is thrown. */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (attempts >= maxAttempts || !lostRace(error)) throw error
      await pause(Math.min(attempts, 10) * (2 + Math.random() * 8))
    }
  }
}

function lostRace(error: unknown): boolean {
  return (
    error instanceof ClaimLost ||
    (error instanceof pg.DatabaseError && retryable.has(error.code ?? ''))
  )
}
