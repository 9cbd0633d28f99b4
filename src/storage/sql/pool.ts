/** The pool of connections, and how long anything may take on one: nothing that a database does or leaves undone waits for ever. */
import pg from 'pg'
import { streamOf } from './client.ts'
import { connectionTo } from './hosts.ts'
import { saysOutages } from './outage.ts'
import { quickClient } from './statements/quick-client.ts'
import { cutUnanswered } from './unanswered.ts'

export type PoolOptions = {
  readonly connectionString: string
  readonly maxConnections: number
  readonly onIdleError: (error: Error) => void
}

export type ClosablePool = {
  readonly pool: pg.Pool
  /** Whatever is under way fails at once, and what is asked from now on soon. */
  giveUp(): void
  close(): Promise<void>
}

/** How long a statement may run. Milliseconds. */
const statementLimit = 30_000

/**
 * How long a transaction may wait for another's locks, and stand still with locks of its own, in ms. A server
 * that is stopped in the middle of a change holds up changes of the same things for that long, and nothing else.
 */
const lockLimit = 5_000
const standstillLimit = 15_000

/** A connection that nobody uses is closed after this long; opening one costs tens of reads. Milliseconds. */
const idleFor = 60_000

/** How long a database that is asked for the end of its connections may take to answer. Milliseconds. */
const closeLimit = 2_000

export function openPool({
  connectionString,
  maxConnections,
  onIdleError,
}: PoolOptions): ClosablePool {
  const to = connectionTo(connectionString)
  const pool = saysOutages(
    new pg.Pool({
      ...to,
      Client: quickClient(to.Client),
      max: maxConnections,
      application_name: 'taxiway',
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: idleFor,
      idle_in_transaction_session_timeout: standstillLimit,
      lock_timeout: lockLimit,
      statement_timeout: statementLimit,
    }),
  )
  const connected = new Set<pg.PoolClient>()
  // For a database that says nothing at all, and so cannot keep the limit itself.
  const stopLooking = cutUnanswered(connected, statementLimit + 2_000)
  let closing = false
  pool.on('error', (error) => {
    if (!closing) onIdleError(error)
  })
  pool.on('connect', (client) => {
    connected.add(client)
    client.once('end', () => connected.delete(client))
    // One that breaks while it is lent out, between two statements, says so by an event that nobody else hears;
    // its holder learns of it from the next statement.
    client.on('error', () => undefined)
  })
  function cutOff(): void {
    for (const client of connected) streamOf(client).destroy()
  }
  return {
    pool,
    giveUp() {
      closing = true
      pool.options.connectionTimeoutMillis = closeLimit
      cutOff()
    },
    async close() {
      closing = true
      const timer = setTimeout(cutOff, closeLimit)
      await pool.end().finally(() => clearTimeout(timer))
      stopLooking()
    },
  }
}
