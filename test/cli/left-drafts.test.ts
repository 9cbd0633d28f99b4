/** Commands that end in the middle of a file: interrupted they leave nothing, and what a killed one leaves the next one removes. */
import { once } from 'node:events'
import { copyFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../support/taxiway-command.ts'

const plain = join(import.meta.dirname, '../device-csv/golden/files/plain.csv')

let folder: string
let database: TestDatabase
/** While it has a table for itself, a backup waits with its file open. */
let holder: Client

beforeAll(async () => {
  database = await createDatabase(localBackend)
  await run('migrate')
  holder = new Client({ connectionString: database.connectionString })
  await holder.connect()
})
afterAll(async () => {
  await holder?.end()
  await database?.drop()
})
beforeEach(() => {
  folder = emptyFolder()
})

const place = () => ({
  cwd: folder,
  env: {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  },
})

const run = (...words: string[]) => taxiway(words, place())

const left = () => readdirSync(folder).toSorted()

/** A backup that is ended by `signal` while its file is open. */
async function endedBy(signal: NodeJS.Signals, name: string): Promise<void> {
  await holder.query('begin')
  await holder.query('lock table audit_head in access exclusive mode')
  const child = startTaxiwayCommand(['backup', name], place())
  child.stdout.resume()
  child.stderr.resume()
  const ended = once(child, 'close')
  await eventually(() => expect(left().join(' ')).toContain('.tmp'))
  child.kill(signal)
  expect(await ended).toEqual([null, signal])
  await holder.query('rollback')
}

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('%s leaves nothing', async (signal) => {
  await endedBy(signal, 'a.tar.gz')
  expect(left()).toEqual([])
})

test('what a killed backup leaves, the next one of that folder removes and names', async () => {
  await endedBy('SIGKILL', 'monday.tar.gz')
  const [draft = ''] = left()
  const { code, stderr } = await run('backup', 'tuesday.tar.gz')
  expect(code).toBe(0)
  expect(stderr).toContain(`Removed ${draft} (0 bytes), which a command had left that was killed.`)
  expect(left()).toEqual(['tuesday.tar.gz'])
})

test('so does any other command, and leaves alone what may still be written', async () => {
  await endedBy('SIGKILL', 'a.tar.gz')
  const [dead = ''] = left()
  const [, machine] = /\.([0-9a-f]{6})-\d+-[0-9a-f]{8}\.tmp$/.exec(dead) ?? []
  const names = {
    alive: `b.csv.${machine}-${process.pid}-00000000.tmp`,
    elsewhere: 'b.csv.000000-1-00000000.tmp',
    somebodys: 'b.csv.tmp',
    old: 'b.csv.000000-2-00000000.tmp',
  }
  for (const name of Object.values(names)) writeFileSync(join(folder, name), 'half of it')
  const before = new Date(Date.now() - 2 * 86_400_000)
  utimesSync(join(folder, names.old), before, before)
  copyFileSync(plain, join(folder, 'plain.csv'))
  const { code } = await taxiway(['csv', 'merge', 'plain.csv', '--to', 'all.csv'], { cwd: folder })
  expect(code).toBe(0)
  const kept = ['all.csv', 'plain.csv', names.alive, names.elsewhere, names.somebodys]
  expect(left()).toEqual(kept.toSorted())
})
