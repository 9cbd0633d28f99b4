/** A transaction is a store of its own: what its ports do is kept or undone together, and nobody else sees it before. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OpenStore, openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import type { Store } from '../../src/storage/sql/store.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
let store: OpenStore

beforeAll(async () => {
  database = await cloneDatabase(localBackend, migrate)
  store = openStore({ connectionString: database.connectionString, maxConnections: 3 })
  await store.pool.query('create table note (text text primary key)')
})

afterAll(async () => {
  await store.close()
  await database.drop()
})

beforeEach(() => store.pool.query('truncate note'))

const add = ({ pool }: Pick<Store, 'pool'>, text: string) =>
  pool.query('insert into note values ($1)', [text])

async function notes(): Promise<readonly string[]> {
  const { rows } = await store.pool.query<{ text: string }>('select text from note order by text')
  return rows.map(({ text }) => text)
}

test('statements, transactions within and Kysely are kept or undone together', async () => {
  const work = async (unit: Store) => {
    await add(unit, 'plain')
    await unit.transaction((inner) => add(inner, 'inner'))
    await unit.db
      .insertInto('note' as never)
      .values({ text: 'kysely' } as never)
      .execute()
  }
  await store.transaction(work)
  expect(await notes()).toEqual(['inner', 'kysely', 'plain'])
  await store.pool.query('truncate note')
  const failing = store.once(async (unit) => {
    await work(unit)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await notes()).toEqual([])
})

test('a transaction within may fail, and the rest goes on', async () => {
  await store.transaction(async (unit) => {
    await add(unit, 'before')
    const inner = unit.transaction(async (within) => {
      await add(within, 'undone')
      await add(within, 'before')
    })
    await expect(inner).rejects.toThrow(/duplicate/)
    await add(unit, 'after')
  })
  expect(await notes()).toEqual(['after', 'before'])
})

test('nobody outside sees anything before the end', async () => {
  const seen = await store.transaction(async (unit) => {
    await add(unit, 'a')
    return await notes()
  })
  expect([seen, await notes()]).toEqual([[], ['a']])
})

test('transactions side by side do not share a connection, and none is kept', async () => {
  const unit = (text: string) =>
    store
      .transaction(async (own) => {
        await add(own, text)
        if (text.endsWith('5')) throw new Error('five')
      })
      .catch(() => undefined)
  await Promise.all(Array.from({ length: 40 }, (_, i) => unit(`n${i}`)))
  expect(await notes()).toHaveLength(36)
  expect(store.pool.idleCount).toBe(store.pool.totalCount)
})

test('what comes after the end is refused, and does not reach the next transaction on the connection', async () => {
  const late = await store.transaction(async (unit) => {
    await add(unit, 'in time')
    return () => add(unit, 'late')
  })
  await expect(late()).rejects.toThrow('has ended')
  expect(await notes()).toEqual(['in time'])
})

test('work that asks the database for nothing, or fails before it does, gives its connection back', async () => {
  expect(await store.transaction(async () => 'done')).toBe('done')
  const failing = store.once(() => Promise.reject(new Error('before the first statement')))
  await expect(failing).rejects.toThrow('before the first statement')
  expect(store.pool.idleCount).toBe(store.pool.totalCount)
})

test('a race that was lost is run again, unless the work must not run twice', async () => {
  const race = { db: 0, once: 0 }
  const lose = async (unit: Store, name: keyof typeof race) => {
    race[name] += 1
    await add(unit, 'tried')
    if (race[name] < 3)
      await unit.pool.query("do $$ begin raise exception using errcode = '40001'; end $$")
  }
  await store.transaction((unit) => lose(unit, 'db'))
  await expect(store.once((unit) => lose(unit, 'once'))).rejects.toThrow()
  expect(race).toEqual({ db: 3, once: 1 })
  expect(await notes()).toEqual(['tried'])
})

test('a connection that breaks between two statements fails its transaction, and nothing else', async () => {
  const unheard: unknown[] = []
  const hear = (error: unknown) => unheard.push(error)
  process.on('uncaughtException', hear)
  for (let i = 0; i < 20; i++) {
    const broken = store.transaction(async (unit) => {
      await add(unit, 'lost')
      const { rows } = await unit.pool.query('select pg_backend_pid() as pid')
      await store.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
      // Until the connection has said so, nothing is asked of it: it breaks while nobody waits for it.
      await gone(rows[0].pid)
      await add(unit, 'never')
    })
    await expect(broken).rejects.toThrow()
  }
  process.off('uncaughtException', hear)
  expect(unheard).toEqual([])
  expect(await notes()).toEqual([])
  await store.transaction((unit) => add(unit, 'afterwards'))
  expect(await notes()).toEqual(['afterwards'])
})

async function gone(pid: number): Promise<void> {
  for (;;) {
    const { rowCount } = await store.pool.query('select from pg_stat_activity where pid = $1', [
      pid,
    ])
    // One turn more, so that what the socket had to say has been read.
    await new Promise((resolve) => setImmediate(resolve))
    if (rowCount === 0) return
  }
}

/** Two transactions that each hold what the other one takes next. */
async function crossed(run: Store['once']) {
  await store.pool.query(`truncate note; insert into note values ('one'), ('two')`)
  const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const take = (unit: Store, text: string) =>
    unit.pool.query('select from note where text = $1 for update', [text])
  const work = (own: 0 | 1, [first, second]: readonly [string, string]) =>
    run(async (unit) => {
      await take(unit, first)
      held[own].resolve()
      await held[own === 0 ? 1 : 0].promise
      await take(unit, second)
    })
  return await Promise.allSettled([work(0, ['one', 'two']), work(1, ['two', 'one'])])
}

test('of two that wait for each other one is undone: repeated, or refused with the advice to send it again', async () => {
  const repeated = await crossed(store.transaction)
  expect(repeated.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  const refused = (await crossed(store.once)).filter(({ status }) => status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: 'unavailable', retryAfter: 1 } }])
})
