/** A database that answers, and does not do what is asked: it takes no writes, or lets nobody in. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import {
  devicesPath,
  importedPath,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'
import { type Load, startLoad, succeeded, wrongAnswers } from './load.ts'

let database: TestDatabase
let name: string
let operator: pg.Client
let server: TaxiwayProcess
let client: WireClient

beforeAll(async () => {
  database = await createDatabase(localBackend)
  operator = new pg.Client(localBackend.connectionString)
  await operator.connect()
  name = /\/([^/?]+)\?/.exec(database.connectionString)?.[1] ?? ''
  server = await startTaxiwayProcess({
    env: {
      TAXIWAY_DATABASE_URL: database.connectionString,
      TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    },
  })
  trust(server.ca)
  client = await signIn(server.origin, server.credentials())
})
afterAll(async () => {
  await server?.dispose()
  await operator?.end()
  await database?.drop()
})

/** For connections from now on; those that are there are ended. */
async function set(statement: string): Promise<void> {
  await operator.query(`alter database ${name} ${statement}`)
  // Not those of PostgreSQL's own housekeeping, which are another role's.
  await operator.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user',
    [name],
  )
}

const refused = ({ answers }: Load) =>
  [...answers.GET, ...answers.POST].filter(({ status }) => status === 503).length

/** Under load, until so many requests were refused, and until they succeed again. */
async function meanwhile(statement: string, undo: string): Promise<Load> {
  const load = startLoad({ origin: () => server.origin, token: client.token, seed: statement })
  await eventually(() => expect(succeeded(load)).toBeGreaterThan(10))
  await set(statement)
  const before = refused(load)
  await eventually(() => expect(refused(load)).toBeGreaterThan(before + 20))
  expect((await fetch(`${server.origin}/livez`)).status).toBe(200)
  await set(undo)
  const then = succeeded(load)
  await eventually(() => expect(succeeded(load)).toBeGreaterThan(then + 10))
  await load.stop()
  return load
}

/** Each row that was acknowledged is decided, and registered once. */
async function allOnce({ acknowledged }: Load): Promise<void> {
  await untilNoneIsLeft(async () => {
    const rows = await client.all(importedPath)
    return rows.filter(({ state }) => state.deviceImportStatus === 'unknown').length
  })
  const rows = await client.all(importedPath)
  const held = rows.map(({ importId }) => importId)
  expect([...acknowledged].filter((row) => !held.includes(row))).toEqual([])
  expect(new Set(held).size).toBe(held.length)
  expect(await client.all(devicesPath)).toHaveLength(rows.length)
}

test.each([
  [
    'takes no writes',
    'set default_transaction_read_only = on',
    'reset default_transaction_read_only',
  ],
  ['lets nobody in', 'connection limit 0', 'connection limit -1'],
])('one that %s', async (_name, statement, undo) => {
  const load = await meanwhile(statement, undo)
  expect(load.unanswered).toEqual([])
  expect(wrongAnswers(load)).toEqual([])
  await allOnce(load)
})
