/**
 * One transaction around everything that a request does: inside a unit of work every use of the pool,
 * Kysely's too, is the unit's one connection, and transactions begun there become savepoints.
 *
 * So a route's changes and their audit entry are one, without any function between them knowing of it. The
 * transaction begins with the first statement: a request that is refused before it costs the database nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'

type Unit = {
  /** The unit's connection, in a transaction; opened by the first to ask. */
  client(): Promise<pg.PoolClient>
  /** What a unit began and did not wait for is none of its business any more. */
  ended: boolean
}

const units = new AsyncLocalStorage<Unit>()

/** The pool, except that inside a unit of work it gives out the unit's connection. */
export function withUnits(pool: pg.Pool): pg.Pool {
  const connect = async () => {
    const unit = current()
    return unit === undefined ? pool.connect() : borrowed(await unit.client())
  }
  const query = async (...statement: [pg.QueryConfig]) => {
    const unit = current()
    return unit === undefined ? pool.query(...statement) : (await unit.client()).query(...statement)
  }
  const own: Readonly<Record<string | symbol, unknown>> = { connect, query }
  return new Proxy(pool, {
    get(target, name) {
      const value: unknown = own[name] ?? Reflect.get(target, name)
      return typeof value === 'function' && own[name] === undefined ? value.bind(target) : value
    },
  })
}

/**
 * Runs `work` as a unit, then `finish` in the same transaction, then commits; a failure of either undoes both.
 * A unit within a unit is a unit of its own.
 */
export async function asUnit<T>(
  pool: pg.Pool,
  work: () => Promise<T>,
  finish: (client: pg.ClientBase, result: T) => Promise<void>,
): Promise<T> {
  let opened: Promise<pg.PoolClient> | undefined
  const client = () => {
    opened ??= units.exit(() => open(pool))
    return opened
  }
  const unit: Unit = { client, ended: false }
  try {
    const result = await units.run(unit, work)
    unit.ended = true
    const own = await client()
    await finish(own, result)
    await own.query('commit')
    own.release()
    return result
  } catch (error) {
    unit.ended = true
    await opened?.then(abandon, () => undefined)
    throw error
  }
}

/** Runs `work` within the unit that is under way, or as a unit of its own. */
export async function inUnit<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  return current() === undefined ? await asUnit(pool, work, async () => undefined) : await work()
}

function current(): Unit | undefined {
  const unit = units.getStore()
  return unit?.ended === false ? unit : undefined
}

async function open(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    return client
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Rolls back and returns the connection, or throws the connection away when it no longer answers. */
export async function abandon(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch (cause) {
    client.release(cause instanceof Error ? cause : true)
  }
}

/** Numbers savepoints, so that no two of a transaction have one name. */
let savepoints = 0

/** The unit's connection as whoever asks the pool for one may use it: it neither ends the transaction nor returns it. */
function borrowed(client: pg.PoolClient): pg.PoolClient {
  savepoints += 1
  const savepoint = `inner_${savepoints}`
  const inner: Readonly<Record<string, string>> = {
    begin: `savepoint ${savepoint}`,
    // A savepoint that is left standing costs nothing: it ends with the transaction.
    commit: 'select',
    rollback: `rollback to savepoint ${savepoint}`,
  }
  const query = (statement: string | pg.QueryConfig, ...rest: [unknown[]]) => {
    const text = typeof statement === 'string' ? statement : statement.text
    const instead = inner[text.toLowerCase()]
    return instead === undefined
      ? client.query(statement as string, ...rest)
      : client.query(instead)
  }
  return { query, release: () => undefined } as unknown as pg.PoolClient
}
