/**
 * A transaction as a store: its ports use its one connection, so whoever has them works inside it. It begins with
 * its first statement, so work refused before that costs nothing.
 */
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import type { Line } from '../../core/bounded-line.ts'
import type { Database } from './schema.ts'
import type { Client, Transaction } from './store.ts'

export type Connections = {
  readonly pool: pg.Pool
  /** In which transactions wait for a connection, so that some are left to whoever only reads. */
  readonly line: Line
}

/** Runs `work` in a transaction of its own and commits it; a failure undoes all of it. */
export async function runInTransaction<T>(
  { pool, line }: Connections,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let leave: (() => void) | undefined
  let opened: Promise<pg.PoolClient> | undefined
  let ended = false
  const open = async () => {
    leave = await line.enter()
    return await begin(pool)
  }
  const connection = () => {
    if (ended) return Promise.reject(new Error('the transaction of this statement has ended'))
    opened ??= open()
    return opened
  }
  try {
    const result = await work(transactionOn(connection))
    ended = true
    await opened?.then(commit)
    return result
  } catch (error) {
    ended = true
    await opened?.then(abandon, () => undefined)
    throw error
  } finally {
    leave?.()
  }
}

function transactionOn(connection: () => Promise<pg.PoolClient>): Transaction {
  const query = async (...statement: [pg.QueryConfig]) => (await connection()).query(...statement)
  const client = { query } as unknown as Client
  const lent = { query, release: () => undefined } as unknown as PostgresPoolClient
  const pool: PostgresPool = { options: {}, connect: async () => lent, end: async () => undefined }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  let savepoints = 0
  const unit: Transaction = {
    db,
    pool: client,
    client,
    /** Within the current transaction: a savepoint, to which a failure rolls back. */
    async transaction(work) {
      savepoints += 1
      const savepoint = `inner_${savepoints}`
      await client.query(`savepoint ${savepoint}`)
      try {
        const result = await work(unit)
        await client.query(`release savepoint ${savepoint}`)
        return result
      } catch (error) {
        await client.query(`rollback to savepoint ${savepoint}`)
        throw error
      }
    },
    once: (work) => unit.transaction(work),
  }
  return unit
}

async function begin(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    return client
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  await client.query('commit')
  client.release()
}

/** Rolls back and returns the connection, or discards the connection if it no longer responds. */
async function abandon(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch (cause) {
    client.release(cause instanceof Error ? cause : true)
  }
}
