/**
 * A store on a database of the test file's own, for tests of storage itself. It opens before the first
 * test of the `describe` that asks for it and goes with its database after the last.
 */
import { afterAll, beforeAll } from 'vitest'
import { type OpenStore, openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { type Backend, cloneDatabase, type TestDatabase } from './postgres.ts'

/** Usable inside tests only: before the first of them there is nothing behind it. */
export function storeOn(backend: Backend): OpenStore {
  let opened: { database: TestDatabase; store: OpenStore } | undefined
  beforeAll(async () => {
    const database = await cloneDatabase(backend, migrate)
    opened = { database, store: openStore({ connectionString: database.connectionString }) }
  })
  afterAll(async () => {
    await opened?.store.close()
    await opened?.database.drop()
  })
  const store = () => {
    if (opened === undefined) throw new Error('the store is open only while tests run')
    return opened.store
  }
  return {
    get db() {
      return store().db
    },
    get pool() {
      return store().pool
    },
    transaction: (work) => store().transaction(work),
    once: (work) => store().once(work),
    onceFor: (tenantId, work) => store().onceFor(tenantId, work),
    aloneFor: (tenantId, statement) => store().aloneFor(tenantId, statement),
    answers: () => store().answers(),
    giveUp: () => store().giveUp(),
    close: () => store().close(),
  }
}
