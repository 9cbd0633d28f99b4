/** A database that is spread over nodes is checked before it is used (docs/guides/scale-out.md). */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { newUuid } from '../../src/core/uuid.ts'
import {
  checkDistribution,
  DatabaseNotSpread,
  differences,
} from '../../src/storage/sql/distribution.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { verifyStore } from '../../src/storage/upkeep/verify-store.ts'
import { joinNodes, spread } from '../support/databases/spread-databases.ts'
import { backends, cloneDatabase, createDatabase, type TestDatabase } from '../support/postgres.ts'
import { insertDevices, rows } from './arbitrary-devices.ts'

const file = await readFile(join(import.meta.dirname, '../../deploy/distribute.sql'), 'utf8')
const asSaid = new Map(
  [...file.matchAll(/^select create_(?:reference|distributed)_table\('(\w+)'(?:, '(\w+)')?/gm)].map(
    ([, table = '', column = 'reference']) => [table, column] as const,
  ),
)

test('tables that are spread as the file says need nothing', () => {
  expect(asSaid.size).toBeGreaterThan(50)
  expect(differences(file, asSaid)).toEqual([])
})

test('what is missing, spread otherwise, or spread although it should not be, is said with what to run', () => {
  const found = new Map([...asSaid, ['device', 'device_id'], ['import_work', 'import_id']])
  found.delete('tenant')
  expect(differences(file, found)).toEqual([
    "Run: select create_reference_table('tenant')",
    'device is spread by device_id instead of tenant_id',
    "Run: select undistribute_table('import_work')",
  ])
})

describe.each(backends)('on $name', (backend) => {
  test('a database in one place passes, and a spread one that has lost a table does not', async () => {
    const database = await cloneDatabase(backend, migrate)
    const client = new Client(database)
    await client.connect()
    await checkDistribution(client)
    if (backend.workers !== undefined) {
      await client.query('alter table device disable trigger user')
      await expect(checkDistribution(client)).rejects.toThrow('alter table device enable trigger')
      await client.query('alter table device enable trigger user')
      await checkDistribution(client)
      await client.query("select undistribute_table('device_contact')")
      await expect(checkDistribution(client)).rejects.toThrow(DatabaseNotSpread)
      await expect(checkDistribution(client)).rejects.toThrow("'device_contact', 'tenant_id'")
    }
    await client.end()
    await database.drop()
  })

  test.runIf(backend.workers !== undefined)(
    'devices that were there before are spread too, and are counted once',
    async () => {
      const database = await createDatabase(backend)
      const name = new URL(database.connectionString).pathname.slice(1)
      await joinNodes(backend, name)
      await migrate(database.connectionString)
      const tenantIds = [newUuid(), newUuid(), newUuid()]
      await asked(database, async (client) => {
        for (const tenantId of tenantIds) {
          await client.query('insert into tenant (tenant_id, display_name) values ($1, $2)', [
            tenantId,
            'Contoso',
          ])
          await insertDevices(client, tenantId, fc.sample(rows, { seed: 1, numRuns: 1 })[0] ?? [])
        }
      })
      await spread(backend, name)
      await asked(database, async (client) => {
        await checkDistribution(client)
        for (const tenantId of tenantIds)
          await client.query("update device set group_tag = 'moved' where tenant_id = $1", [
            tenantId,
          ])
        const found = await verifyStore(client)
        expect(found.filter(({ count }) => count > 0)).toEqual([])
      })
      await database.drop()
    },
  )
})

async function asked(
  { connectionString }: TestDatabase,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client(connectionString)
  await client.connect()
  await work(client).finally(() => client.end())
}
