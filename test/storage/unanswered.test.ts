/** A statement that the database never answers fails, and one whose answer comes late is left alone. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
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
  const stop = cutUnanswered(new Set(clients), 300)
  let isCut = false
  const never = silent
    .query('select pg_sleep(600)')
    .catch((error: Error) => error)
    .finally(() => {
      isCut = true
    })
  let answers = 0
  while (!isCut) {
    await busy.query({ name: 'short', text: 'select $1::int as one', values: [1] })
    answers++
  }
  stop()
  expect(((await never) as Error).message).toContain('connection to the database was lost')
  expect(answers).toBeGreaterThan(10)
  await expect(silent.query('select 1')).rejects.toThrow('lost')
  expect((await idle.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('rows that were read are no old memory', async () => {
  const text = 'select n, repeat(n::text, 200) as text from generate_series(1, $1::int) as n'
  const read = async (times: number) => {
    for (let n = 0; n < times; n++) {
      await store.pool.query({ name: 'rows', text, values: [200] })
      if (n % 20 === 0) collectYoung()
    }
  }
  // They hold up none of the connections of the pool.
  for (const client of clients.slice(1)) client.release()
  clients = clients.slice(0, 1)
  await read(100)
  const before = oldBytes()
  await read(300)
  // All of them are some 30 MB.
  expect(oldBytes() - before).toBeLessThan(8_000_000)
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (of: { readonly type: 'minor' }) => void
const collectYoung = () => collect({ type: 'minor' })

function oldBytes(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')
  return space?.space_used_size ?? Number.NaN
}
