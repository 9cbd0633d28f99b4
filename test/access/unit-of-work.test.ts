/** Inside a unit of work everything is one transaction, whoever asks the pool for whatever. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction, openStore, type Store } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { asUnit } from '../../src/storage/sql/unit-of-work.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
let store: Store

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

const add = (text: string) => store.pool.query('insert into note values ($1)', [text])
const nothing = async () => {}

async function notes(): Promise<readonly string[]> {
  const { rows } = await store.pool.query<{ text: string }>('select text from note order by text')
  return rows.map(({ text }) => text)
}

test('statements, transactions and Kysely within a unit are kept or undone together', async () => {
  const work = async () => {
    await add('plain')
    await inTransaction(store.pool, (client) => client.query("insert into note values ('inner')"))
    await store.db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('note' as never)
        .values({ text: 'kysely' } as never)
        .execute()
    })
  }
  await asUnit(store.pool, work, nothing)
  expect(await notes()).toEqual(['inner', 'kysely', 'plain'])
  await store.pool.query('truncate note')
  const failing = asUnit(store.pool, work, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await notes()).toEqual([])
})

test('a transaction within may fail, and the rest of the unit goes on', async () => {
  await asUnit(
    store.pool,
    async () => {
      await add('before')
      const inner = inTransaction(store.pool, async (client) => {
        await client.query("insert into note values ('undone')")
        await client.query("insert into note values ('before')")
      })
      await expect(inner).rejects.toThrow(/duplicate/)
      await add('after')
    },
    nothing,
  )
  expect(await notes()).toEqual(['after', 'before'])
})

test('nobody outside sees anything before the end', async () => {
  const seen: (readonly string[])[] = []
  const outside = openStore({ connectionString: database.connectionString })
  const look = async () => {
    const { rows } = await outside.pool.query<{ text: string }>('select text from note')
    seen.push(rows.map(({ text }) => text))
  }
  await asUnit(store.pool, async () => void (await add('a')), look)
  await look()
  await outside.close()
  expect(seen).toEqual([[], ['a']])
})

test('units side by side do not share a connection, and none is kept', async () => {
  const unit = (text: string) =>
    asUnit(
      store.pool,
      async () => {
        await add(text)
        if (text.endsWith('5')) throw new Error('five')
      },
      nothing,
    ).catch(() => undefined)
  await Promise.all(Array.from({ length: 40 }, (_, i) => unit(`n${i}`)))
  expect(await notes()).toHaveLength(36)
  expect(store.pool.idleCount).toBe(store.pool.totalCount)
})

test('what a unit began and did not wait for does not reach into its transaction', async () => {
  let later: Promise<unknown> | undefined
  const gate = Promise.withResolvers<void>()
  await asUnit(
    store.pool,
    async () => {
      await add('in time')
      later = gate.promise.then(() => add('late'))
    },
    nothing,
  )
  gate.resolve()
  await later
  expect(await notes()).toEqual(['in time', 'late'])
})

test('work that asks the database for nothing takes no connection until the end', async () => {
  const counts: number[] = []
  const before = store.pool.totalCount - store.pool.idleCount
  await asUnit(
    store.pool,
    async () => void counts.push(store.pool.totalCount - store.pool.idleCount),
    nothing,
  )
  expect(counts).toEqual([before])
})
