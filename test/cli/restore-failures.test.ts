/** Restores that go wrong: the database is as empty afterwards as it was before. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archiveEnd, type Entry, entriesOf, entryBytes } from '../../src/storage/backup/archive.ts'
import { BackupDamaged } from '../../src/storage/backup/manifest.ts'
import { readBackup } from '../../src/storage/backup/read-backup.ts'
import { base64, laptop } from '../support/machines.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { openRegistry } from '../support/registry.ts'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../support/taxiway-command.ts'

const folder = emptyFolder()
let target: TestDatabase
let client: Client
let whole: Buffer

beforeAll(async () => {
  const registry = await openRegistry()
  const tenant = await registry.newTenant()
  const path = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
  for (const name of ['one', 'two', 'three']) {
    await tenant.ask('POST', path, { hardwareIdentifier: base64(laptop(name)) })
  }
  await registry.decideAll()
  const env = { TAXIWAY_DATABASE_URL: registry.connectionString }
  const { code, stderr } = await taxiway(['backup', 'good.tar.gz'], { cwd: folder, env })
  if (code !== 0) throw new Error(stderr)
  await registry.close()
  whole = readFileSync(join(folder, 'good.tar.gz'))
  target = await createDatabase(localBackend)
  client = new Client({ connectionString: target.connectionString })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await target.drop()
})

const settings = () => ({
  cwd: folder,
  env: { TAXIWAY_DATABASE_URL: target.connectionString, TAXIWAY_DATA_DIR: folder },
})

async function restore(bytes: Buffer) {
  writeFileSync(join(folder, 'this.tar.gz'), bytes)
  return taxiway(['restore', 'this.tar.gz'], settings())
}

async function tables(): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  return rows[0].count
}

/** The backup with its entries changed. */
async function forged(change: (entries: Entry[]) => readonly Entry[]): Promise<Buffer> {
  const bytes = gunzipSync(whole)
  const entries = await Array.fromAsync(
    entriesOf(
      (async function* () {
        yield bytes
      })(),
    ),
  )
  return gzipSync(Buffer.concat([...change(entries).flatMap(entryBytes), archiveEnd]))
}

function flipped(bytes: Buffer, at: number): Buffer {
  return Buffer.from(bytes).fill((bytes[at] ?? 0) ^ 0xff, at, at + 1)
}

function replaced(entries: Entry[], name: RegExp, change: (text: string) => string): Entry[] {
  return entries.map((entry) =>
    name.test(entry.name)
      ? { ...entry, data: Buffer.from(change(entry.data.toString('utf8'))) }
      : entry,
  )
}

function withDigest([head, _, ...others]: Entry[]): Entry[] {
  if (head === undefined) throw new Error('a backup has a head')
  const data = Buffer.from(createHash('sha256').update(head.data).digest('hex'))
  return [head, { name: 'taxiway-backup.sha256', data }, ...others]
}

test.each<[string, () => Promise<Buffer>]>([
  ['cut off', async () => whole.subarray(0, whole.length - 300)],
  ['with a byte changed', async () => flipped(whole, 2000)],
  ['without its manifest', () => forged((all) => all.slice(0, -1))],
  [
    'with a row changed',
    () => forged((all) => replaced(all, /^tables\/device\//, (text) => text.replace('\t', '\tX'))),
  ],
  ['with a table missing', () => forged((all) => all.filter(({ name }) => !/device\//.test(name)))],
  [
    'with a table cut off',
    () => forged((all) => replaced(all, /^tables\/hardware_hash\//, (text) => text.slice(0, -9))),
  ],
  ['that is not a backup', async () => gzipSync('something else')],
])('a backup %s is refused, and nothing of it stays', async (_, make) => {
  const { code, stderr } = await restore(await make())
  expect(stderr).toContain('The file is not a whole backup')
  expect({ code, tables: await tables() }).toEqual({ code: 2, tables: 0 })
})

test('a byte changed anywhere is noticed, or makes no difference', async () => {
  const read = (bytes: Buffer) =>
    readBackup(Readable.from([bytes]), {
      begin: async () => undefined,
      table: async (_, parts) => void (await Array.fromAsync(parts)),
    })
  const good = await read(whole)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
      const outcome = await read(Buffer.from(whole).fill(byte, at, at + 1)).catch((error) => error)
      if (!(outcome instanceof BackupDamaged)) expect(outcome).toEqual(good)
    }),
    { numRuns: 100 },
  )
})

test('a backup of a newer Taxiway is refused by name', async () => {
  const newer = (text: string) =>
    text.replace(/"0001_tenants.sql"/, '"0001_tenants.sql", "9999_new.sql"')
  const { code, stderr } = await restore(
    await forged((all) => withDigest(replaced(all, /^taxiway-backup.json$/, newer))),
  )
  expect(code).toBe(1)
  expect(stderr).toContain('does not know 9999_new.sql')
  expect(await tables()).toBe(0)
})

test('killed in the middle, it leaves an empty database, and the next restore succeeds', async () => {
  const child = startTaxiwayCommand(['restore', '-'], settings())
  // All but the end: the tables are there and filled, for this one transaction only.
  child.stdin.write(whole.subarray(0, whole.length - 40))
  await until(async () => (await locks()) > 20)
  child.kill('SIGKILL')
  await until(async () => (await locks()) === 0)
  expect(await tables()).toBe(0)

  const { code } = await restore(whole)
  expect(code).toBe(0)
  expect((await client.query('select from device')).rowCount).toBe(3)
  const { stdout } = await taxiway(['verify', 'store', '--json'], settings())
  expect(JSON.parse(stdout)).toMatchObject({ ok: true })
  const occupied = await restore(whole)
  expect(occupied.code).toBe(1)
  expect(occupied.stderr).toContain('The database is not empty')
})

test('the schema has no sequence, whose place a backup would have to keep', async () => {
  expect((await client.query('select from pg_sequences')).rowCount).toBe(0)
})

async function locks(): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as count from pg_locks join pg_stat_activity using (pid)
     where application_name = 'taxiway restore' and datname = current_database() and mode = 'AccessExclusiveLock'`,
  )
  return rows[0].count
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}
