/**
 * A transaction as a store: its ports use its one connection, so whatever is made from them is inside it. Its first
 * statement is `begin`: what can be refused without the database is refused before.
 */
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import type { Line } from '../../core/bounded-line.ts'
import type { Database } from './schema.ts'
import type { Client, Transaction } from './store.ts'

export type Connections = {
  readonly pool: pg.Pool
  /** In which transactions wait for a connection, so that some are left to reads. */
  readonly line: Line
}

/** Runs `work` in a transaction of its own and commits it; a failure undoes all of it. */
export async function runInTransaction<T>(
  { pool, line }: Connections,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const leave = await line.enter()
  const transaction: Open = {}
  let client: pg.PoolClient | undefined
  try {
    client = await pool.connect()
    await client.query('begin')
    transaction.client = client
    const result = await work(transactionOn(transaction))
    delete transaction.client
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    delete transaction.client
    await abandon(client)
    throw error
  } finally {
    leave()
  }
}

/** Absent: it has ended, and somebody else has the connection. */
type Open = { client?: pg.PoolClient }

function transactionOn(transaction: Open): Transaction {
  const query = async (...statement: [pg.QueryConfig]) => {
    if (transaction.client === undefined)
      throw new Error('the transaction of this statement has ended')
    return await transaction.client.query(...statement)
  }
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

/** Rolls back and returns the connection, or discards it if it no longer responds. */
async function abandon(client: pg.PoolClient | undefined): Promise<void> {
  try {
    await client?.query('rollback')
    client?.release()
  } catch (cause) {
    client?.release(cause instanceof Error ? cause : true)
  }
}
