/** A statement that the database never answers fails, and one whose answer comes late is left alone. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenStore, openStore } from '../../src/storage/sql/database.ts'
import { cutUnanswered } from '../../src/storage/sql/unanswered.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
let store: OpenStore
let clients: readonly pg.PoolClient[] = []

beforeAll(async () => {
  database = await cloneDatabase(localBackend, async () => undefined)
  store = openStore({ connectionString: database.connectionString, maxConnections: 3 })
  clients = await Promise.all([1, 2, 3].map(() => store.pool.connect()))
})

afterAll(async () => {
  for (const client of clients) client.release(true)
  await store.close()
  await database.drop()
})

test('it alone is cut, and its connection with it', async () => {
  const [silent, idle, busy] = clients as [pg.PoolClient, pg.PoolClient, pg.PoolClient]
  let now = 0
  const stop = cutUnanswered(new Set(clients), 300, () => now)
  let isCut = false
  const never = silent
    .query('select pg_sleep(600)')
    .catch((error: Error) => error)
    .finally(() => {
      isCut = true
    })
  // Time goes on between statements of this one, so that each has its answer at once.
  for (; !isCut; now += 10)
    await busy.query({ name: 'short', text: 'select $1::int as one', values: [1] })
  stop()
  expect(((await never) as Error).message).toContain('connection to the database was lost')
  await expect(silent.query('select 1')).rejects.toThrow('lost')
  expect((await idle.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('rows that were read are no old memory', async () => {
  // In a process of its own: what other tests leave in memory grows old here too.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    join(import.meta.dirname, '../support/programs/read-rows.ts'),
    database.connectionString,
  ])
  // All of them are some 30 MB.
  expect(Number(stdout)).toBeLessThan(8_000_000)
})
