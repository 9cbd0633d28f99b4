/** Migrations outside a transaction may end after any of their statements: repeated, they come to the same schema. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyMigration } from '../../src/storage/sql/apply-migration.ts'
import { migrate, migrationTable } from '../../src/storage/sql/migrate.ts'
import {
  migrationFiles,
  readMigration,
  statementsOf,
} from '../../src/storage/sql/migration-files.ts'
import { describeSchema } from '../support/databases/describe-schema.ts'
import {
  cloneDatabase,
  createDatabase,
  localBackend,
  type TestDatabase,
} from '../support/postgres.ts'

const all = await migrationFiles()
const alone = (await Promise.all(all.map(readMigration))).filter(
  (each) => each.isOutsideTransaction,
)

let whole: string
beforeAll(async () => {
  const database = await cloneDatabase(localBackend, migrate)
  whole = await within(database, describeSchema)
  await database.drop()
})

/** One that is brought forward from one migration to the next, and left before each that is looked at. */
let growing: TestDatabase
let applied = 0
beforeAll(async () => {
  growing = await createDatabase(localBackend)
  await within(growing, (client) => client.query(migrationTable))
})
afterAll(() => growing.drop())

async function within<T>(
  database: TestDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(database.connectionString)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function growTo(name: string): Promise<void> {
  await within(growing, async (client) => {
    for (; all[applied] !== undefined && (all[applied] ?? '') < name; applied++)
      await applyMigration(client, await readMigration(all[applied] ?? ''))
  })
}

test.each(alone.map((migration) => [migration.name, migration] as const))(
  '%s',
  async (name, migration) => {
    await growTo(name)
    const statements = statementsOf(migration)
    for (let done = 1; done <= statements.length; done++) {
      // On the same database: what the last round left is its beginning, too.
      await within(growing, async (client) => {
        for (const statement of statements.slice(0, done)) await client.query(statement)
      })
    }
    await growTo(`${name}~`)
  },
)

test('together they come to the schema that there is without interruptions', async () => {
  await migrate(growing.connectionString)
  expect(await within(growing, describeSchema)).toBe(whole)
})
