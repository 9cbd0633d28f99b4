/**
 * Access to PostgreSQL: one pool shared by Kysely and the hand-tuned statements, and the wrapper that runs every
 * write transaction.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { lineOf, linesByName } from '../../core/bounded-line.ts'
import { asOutrun, retryable } from './outage.ts'
import { openPool } from './pool.ts'
import { pulseOf } from './pulse.ts'
import type { Database } from './schema.ts'
import type { ServedStore, Store } from './store.ts'
import { runInTransaction } from './transaction.ts'

export type OpenStore = ServedStore & {
  readonly pool: pg.Pool
  /** For a database that has fallen silent: whatever still waits for it fails. */
  giveUp(): void
  close(): Promise<void>
}

export type StoreOptions = {
  readonly connectionString: string
  /** The maximum number of connections; the pool opens them as needed. */
  readonly maxConnections?: number
  /** Called for connections that die while idle (when the database restarts); the pool replaces them. */
  readonly onIdleError?: (error: Error) => void
}

/** Connections that transactions leave to reads: a transaction may wait for locks, a read never does. */
const keptForReads = (max: number) => Math.floor(max * 0.3)

/** Transactions that wait for a connection, and how long, in ms; more are asked to come again. */
const waitingTransactions = { waiting: 1_000, maxWait: 10_000 }

/**
 * Of one tenant. Its changes wait for each other at the end of its audit trail in any case, and where that is held
 * up, by a server that was stopped say, the others' changes go on.
 */
const changesOfTenant = { atOnce: 6, waiting: 400, maxWait: 10_000 }

export function openStore({
  connectionString,
  maxConnections = 20,
  onIdleError = () => undefined,
}: StoreOptions): OpenStore {
  const { pool, giveUp, close } = openPool({ connectionString, maxConnections, onIdleError })
  const pulse = pulseOf(connectionString)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  const atOnce = maxConnections - keptForReads(maxConnections)
  const connections = { pool, line: lineOf({ atOnce, ...waitingTransactions }) }
  const ofTenant = linesByName(changesOfTenant)
  const once: Store['once'] = (work) =>
    runInTransaction(connections, work).catch((error: unknown) => {
      throw asOutrun(error)
    })
  return {
    db,
    pool,
    transaction: (work) => retried(() => runInTransaction(connections, work)),
    once,
    onceFor: (tenantId, work) => ofTenant(tenantId, () => once(work)),
    aloneFor: (tenantId, statement) =>
      ofTenant(tenantId, async () => {
        const leave = await connections.line.enter()
        try {
          return await statement(pool)
        } finally {
          leave()
        }
      }),
    answers: pulse.answers,
    giveUp,
    async close() {
      await Promise.all([close(), pulse.close()])
    },
  }
}

/** Each lost race is progress for somebody else, so many in a row are possible and come to an end. */
const maxAttempts = 50

/** A claim was lost to a racing transaction; its basis must be looked up again. */
export class ClaimLost extends Error {}

/** Repeats a transaction if the database reports a lost race; any other failure is thrown. */
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
