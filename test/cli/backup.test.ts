/** `taxiway backup`, `restore`, `migrate` and `verify store` on real servers and databases. */
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect as connectGraph } from '../../cli/graph/client.ts'
import { devicePages } from '../../cli/graph/device-pages.ts'
import { applyMigration } from '../../src/storage/sql/apply-migration.ts'
import { migrationTable } from '../../src/storage/sql/migrate.ts'
import { migrationFiles, readMigration } from '../../src/storage/sql/migration-files.ts'
import { connect } from '../support/databases/test-databases.ts'
import { fleetRows } from '../support/device-files.ts'
import { base64, laptop } from '../support/machines.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'

const importPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
let server: TaxiwayProcess
let folder: string
const databases: TestDatabase[] = []

beforeAll(async () => {
  server = await startTaxiwayProcess()
  folder = emptyFolder()
})
afterAll(async () => {
  await server.dispose()
  for (const database of databases) await database.drop()
})

const run = (dataFolder: string, ...args: string[]) => runOn({ dataFolder }, ...args)

function runOn(place: { dataFolder: string; database?: TestDatabase }, ...args: string[]) {
  const url = place.database?.connectionString
  const env = {
    TAXIWAY_DATA_DIR: place.dataFolder,
    ...(url !== undefined && { TAXIWAY_DATABASE_URL: url }),
  }
  return taxiway(args, { cwd: folder, configFolder: server.configFolder, env })
}

/** A new folder for keys, and an empty database elsewhere. */
async function emptyPlace() {
  const database = await createDatabase(localBackend)
  databases.push(database)
  return { dataFolder: emptyFolder(), database }
}

async function deviceCount({ credentials, configFolder }: TaxiwayProcess): Promise<number> {
  process.env['TAXIWAY_CONFIG_DIR'] = configFolder
  return (await Array.fromAsync(devicePages(connectGraph(credentials())))).flat().length
}

/** Imports batch after batch; the first row is the device that was there before. */
function writeUntilStopped() {
  const graph = connectGraph(server.credentials())
  let rows = 1
  let stopped = false
  const writing = (async () => {
    for (let n = 0; !stopped; n++) {
      const batch = fleetRows(`load${n}`, 25).map(({ hardwareHash }) => ({
        hardwareIdentifier: hardwareHash,
      }))
      const body = JSON.stringify({ importedWindowsAutopilotDeviceIdentities: batch })
      await graph.post(`${importPath}/import`, body)
      rows += batch.length
    }
  })()
  return {
    rows: () => rows,
    /** How many rows there are at the end. */
    async stop() {
      stopped = true
      await writing
      return rows
    },
  }
}

test('a backup under load is one moment: restored, a new server finishes what had begun', async () => {
  writeFileSync(join(folder, 'hash.txt'), base64(laptop('kept')))
  writeFileSync(
    join(folder, 'kept.csv'),
    // Without a serial number in the file the one in the hash stands.
    `Device Serial Number,Windows Product ID,Hardware Hash\r\n,,${base64(laptop('kept'))}\r\n`,
  )
  await run(server.dataFolder, 'import', 'kept.csv')
  const load = writeUntilStopped()
  while ((await deviceCount(server)) < 50);
  const before = load.rows()
  const made = await run(server.dataFolder, 'backup', 'load.tar.gz', '--json')
  expect(made.code).toBe(0)
  expect(made.stderr).toContain('The key-encryption key is not included')
  expect(made.stderr).toMatch(/everything that was acknowledged before \d{4}-\d\d-\d\dT/)
  const after = await load.stop()
  const { tables, keyEncryptionKey } = JSON.parse(made.stdout)
  expect(keyEncryptionKey).toBe('omitted')
  const rowsOf = (name: string) =>
    tables.find((table: { name: string }) => table.name === name)?.rows ?? 0
  expect(rowsOf('import_row')).toBeGreaterThanOrEqual(before)
  expect(rowsOf('import_row')).toBeLessThan(after)

  const dataFolder = emptyFolder()
  const restored = await run(dataFolder, 'restore', 'load.tar.gz')
  expect({ code: restored.code, stderr: restored.stderr }).toMatchObject({ code: 0 })
  expect(restored.stderr).toContain('Put it into')
  const verified = await run(dataFolder, 'verify', 'store', '--json')
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true })
  expect((await run(server.dataFolder, 'verify', 'store')).code).toBe(0)

  copyFileSync(
    join(server.dataFolder, 'key-encryption.key'),
    join(dataFolder, 'key-encryption.key'),
  )
  const { configFolder } = server
  const second = await startTaxiwayProcess({ dataFolder, configFolder: emptyFolder() })
  try {
    const context = { ...server.credentials(), graph: second.origin, authority: second.origin }
    const contexts = { current: 'second', contexts: { second: { ...context, ca: second.ca } } }
    writeFileSync(join(second.configFolder, 'contexts.json'), JSON.stringify(contexts))
    const expected = rowsOf('import_row')
    while ((await deviceCount(second)) < expected);
    const explained = await taxiway(['devices', 'explain', 'hash.txt', '--json'], {
      cwd: folder,
      configFolder: second.configFolder,
    })
    expect(JSON.parse(explained.stdout).match).toMatchObject({ verdict: 'match' })
    expect((await run(dataFolder, 'verify', 'store')).code).toBe(0)
  } finally {
    process.env['TAXIWAY_CONFIG_DIR'] = configFolder
    await second.dispose()
  }
})

test('the key comes along behind a passphrase, and only behind that one', async () => {
  writeFileSync(join(folder, 'secret.txt'), 'a passphrase nobody guesses\n')
  writeFileSync(join(folder, 'other.txt'), 'another passphrase\n')
  writeFileSync(join(folder, 'short.txt'), 'short\n')
  const key = readFileSync(join(server.dataFolder, 'key-encryption.key'), 'utf8')
  const words = ['backup', 'key.tar.gz', '--key-passphrase-file']
  expect((await run(server.dataFolder, ...words, 'short.txt')).code).toBe(1)
  const made = await run(server.dataFolder, ...words, 'secret.txt', '--json')
  expect(JSON.parse(made.stdout).keyEncryptionKey).toBe('behind the passphrase')
  expect(statSync(join(folder, 'key.tar.gz')).mode & 0o777).toBe(0o600)
  const again = await run(server.dataFolder, 'backup', 'key.tar.gz')
  expect(again.stderr).toContain('The file key.tar.gz already exists.')

  const place = await emptyPlace()
  const restore = ['restore', 'key.tar.gz', '--key-passphrase-file']
  const wrong = await runOn(place, ...restore, 'other.txt')
  expect(wrong.code).toBe(1)
  expect(wrong.stderr).toContain('The passphrase does not decrypt the key')
  const right = await runOn(place, ...restore, 'secret.txt')
  expect(right.code).toBe(0)
  expect(right.stderr).not.toContain('Put it into')
  expect(readFileSync(join(place.dataFolder, 'key-encryption.key'), 'utf8')).toBe(key)

  const twice = await runOn(place, 'restore', 'key.tar.gz')
  expect(twice.code).toBe(1)
  expect(twice.stderr).toContain('The database is not empty')
})

test('a place with another key is refused', async () => {
  expect(await run(server.dataFolder, 'backup', 'plain.tar.gz')).toMatchObject({ code: 0 })
  const place = await emptyPlace()
  writeFileSync(
    join(place.dataFolder, 'key-encryption.key'),
    Buffer.alloc(32, 7).toString('base64'),
  )
  const { code, stderr } = await runOn(place, 'restore', 'plain.tar.gz')
  expect(code).toBe(1)
  expect(stderr).toContain('not the one that the backup was made with')
})

test('the backup of an older Taxiway is migrated once it is restored', async () => {
  const [old, place] = [await emptyPlace(), await emptyPlace()]
  const files = await migrationFiles()
  const client = await connect(old.database)
  await client.query(migrationTable)
  for (const name of files.slice(0, -1)) await applyMigration(client, await readMigration(name))
  await client.end()
  await runOn(old, 'backup', 'old.tar.gz')
  const { code, stderr } = await runOn(place, 'restore', 'old.tar.gz')
  expect(code).toBe(0)
  expect(stderr).toContain(`Migrated from there: ${files.at(-1)}.`)
})

test('what is not there is not backed up, and not made either', async () => {
  const missing = join(folder, 'mistyped')
  for (const words of [
    ['backup', 'none.tar.gz'],
    ['verify', 'store'],
  ]) {
    const { code, stderr } = await run(missing, ...words)
    expect(code).toBe(1)
    expect(stderr).toContain(`There is no database in ${missing}.`)
  }
  const empty = await runOn(await emptyPlace(), 'backup', 'none.tar.gz')
  expect(empty.stderr).toContain('There is nothing of Taxiway in this database.')
  expect(readdirSync(folder).filter((name) => /none|mistyped/.test(name))).toEqual([])
})

test('migrate brings a new database to the schema, and then has nothing to do', async () => {
  const place = await emptyPlace()
  const { applied } = JSON.parse((await runOn(place, 'migrate', '--json')).stdout)
  expect(applied[0]).toBe('0001_tenants.sql')
  const again = await runOn(place, 'migrate')
  expect(again.stderr).toContain('0 migrations applied')
})
