/** The emulator's clock is read from the database again and again: whatever comes late, the newest counts. */
import { expect, test } from 'vitest'
import { virtualClockIn } from '../../src/storage/emulator/virtual-clock.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { eventually } from '../support/eventually.ts'
import { cloneDatabase, localBackend } from '../support/postgres.ts'

test('an answer of the database that was long on its way does not set the clock back', async () => {
  const database = await cloneDatabase(localBackend, migrate)
  const store = openStore({ connectionString: database.connectionString })
  const late = Promise.withResolvers<void>()
  let selects = 0
  const query = store.pool.query.bind(store.pool) as (...all: unknown[]) => Promise<unknown>
  const pool = Object.assign(Object.create(store.pool) as typeof store.pool, {
    async query(...all: unknown[]) {
      const answer = await query(...all)
      // The first is asked at the start, the second by `announce`.
      if (String(all[0]).startsWith('select coalesce') && ++selects === 2) await late.promise
      return answer
    },
  })
  const clock = await virtualClockIn({ ...store, pool }, database.connectionString)
  const announced = clock.announce()
  await eventually(() => expect(selects).toBeGreaterThanOrEqual(2))
  const moved = clock.advance(90)
  await eventually(async () =>
    expect((await store.pool.query('select from virtual_clock')).rowCount).toBe(1),
  )
  late.resolve()
  await Promise.all([moved, announced])
  expect(clock.secondsAhead()).toBe(90)
  await clock.close()
  await store.close()
  await database.drop()
})
