/** Setting up is done by one server at a time, however long it takes. */
import pg from 'pg'
import { expect, test } from 'vitest'
import { exclusively } from '../../src/storage/sql/exclusively.ts'
import { localBackend } from '../support/postgres.ts'

test('a server waits for another that sets up longer than statements may run', async () => {
  const pool = new pg.Pool({
    connectionString: localBackend.connectionString,
    statement_timeout: 500,
  })
  const store = { pool } as Parameters<typeof exclusively>[0]
  const order: string[] = []
  const begun = Promise.withResolvers<void>()
  const first = exclusively(store, async () => {
    const client = await pool.connect()
    await client.query('set statement_timeout = 0')
    begun.resolve()
    await client.query('select pg_sleep(1)')
    client.release(true)
    order.push('first')
  })
  await begun.promise
  await exclusively(store, async () => order.push('second'))
  await first
  expect(order).toEqual(['first', 'second'])
  await pool.end()
})
