/**
 * kill -9 while an older version's database is brought forward, at statements that are counted: each migration is there
 * whole or not at all, the next start goes on, and two that start together afterwards find one schema.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyMigration } from '../../src/storage/sql/apply-migration.ts'
import { migrationTable } from '../../src/storage/sql/migrate.ts'
import { migrationFiles, readMigration } from '../../src/storage/sql/migration-files.ts'
import { describeSchema } from '../support/databases/describe-schema.ts'
import { eventually } from '../support/eventually.ts'
import { openStatementWire, type StatementWire } from '../support/network/statement-wire.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { root, startTaxiwayCommand } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { signIn, trust } from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_130)
const kills = Number(process.env['TAXIWAY_MIGRATION_KILLS'] ?? 4)
/** The newest migration of the older version: after it come several that build indexes outside a transaction. */
const older = '0052'

let database: TestDatabase
let wire: StatementWire
let client: pg.Client

beforeAll(async () => {
  database = await createDatabase(localBackend)
  wire = await openStatementWire(database.connectionString)
  client = new pg.Client(database.connectionString)
  await client.connect()
  await client.query(migrationTable)
  for (const name of await migrationFiles())
    if (name.slice(0, 4) <= older) await applyMigration(client, await readMigration(name))
})
afterAll(async () => {
  await client.end()
  await wire.close()
  await database.drop()
})

/** Throws until one of them has some. */
function credentialsOf([server, ...others]: readonly TaxiwayProcess[]): ReturnType<
  TaxiwayProcess['credentials']
> {
  if (server === undefined) throw new Error('no server has made a tenant yet')
  try {
    return server.credentials()
  } catch {
    return credentialsOf(others)
  }
}

const names = async (): Promise<string[]> =>
  (await client.query('select name from schema_migration order by name')).rows.map(
    ({ name }) => name,
  )

test(`${kills} kills in the middle, then two servers at once (seed ${seed})`, async () => {
  const random = randomFrom(`migrations ${seed}`)
  const all = await migrationFiles()
  const env = {
    TAXIWAY_DATABASE_URL: wire.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  }
  for (let killed = 0; killed < kills; killed++) {
    const before = await names()
    const child = startTaxiwayCommand(['migrate'], { env })
    wire.after(6 + random.below(12), /./, () => child.kill('SIGKILL'))
    const [code, signal] = await once(child, 'exit')
    // Where little was left, it was done before.
    if (code === 0) break
    expect([code, signal]).toEqual([null, 'SIGKILL'])
    // What was applied is a beginning of what there is, each once and in order.
    const after = await names()
    expect(after.length).toBeGreaterThanOrEqual(before.length)
    expect(after).toEqual(all.slice(0, after.length))
  }
  const servers = await Promise.all([startTaxiwayProcess({ env }), startTaxiwayProcess({ env })])
  expect(await names()).toEqual(all)
  expect(await describeSchema(client)).toBe(readFileSync(join(root, 'schema.sql'), 'utf8'))
  const { rows } = await client.query('select indexrelid from pg_index where not indisvalid')
  expect(rows).toEqual([])
  // One of them made the tenant, and signs in the command of its machine after it is ready.
  const credentials = await eventually(() => credentialsOf(servers))
  for (const server of servers) {
    trust(server.ca)
    const { value } = await (await signIn(server.origin, credentials)).ask(
      'GET',
      '/admin/v1/devices',
    )
    expect(value).toEqual([])
    await server.dispose()
  }
})
