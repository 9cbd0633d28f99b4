/** A database that is spread over nodes is checked before it is used (docs/guides/scale-out.md). */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import {
  checkDistribution,
  DatabaseNotSpread,
  differences,
} from '../../src/storage/sql/distribution.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { backends, cloneDatabase } from '../support/postgres.ts'

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
      await client.query("select undistribute_table('device_contact')")
      await expect(checkDistribution(client)).rejects.toThrow(DatabaseNotSpread)
      await expect(checkDistribution(client)).rejects.toThrow("'device_contact', 'tenant_id'")
    }
    await client.end()
    await database.drop()
  })
})
