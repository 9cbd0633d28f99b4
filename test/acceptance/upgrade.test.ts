/**
 * From a version to the next and back, one server after the other, on one database under load. The next version is this
 * checkout with two more migrations, which widen a table that is in use.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { cpSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { serverProgram } from '../support/programs.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import {
  devicesPath,
  importedPath,
  importOf,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'

const migrations = {
  '9001_wider.sql': `-- Needs servers that know 0047_migration_needs.sql.
alter table device add column upgrade_note text not null default '';
create table upgrade_probe (lock_timeout text primary key);
insert into upgrade_probe values (current_setting('lock_timeout'));
`,
  '9002_wider_index.sql': `-- Outside a transaction.
drop index concurrently if exists device_upgrade_note;
create index concurrently device_upgrade_note on device (tenant_id, upgrade_note);
`,
}
const fleet = makeFleet({ seed: 'upgrade', count: 100_000 })[Symbol.iterator]()
/** Requests that each server has to answer before the next step. */
const some = 10

let env: Readonly<Record<string, string>>
let database: pg.Client
let older: TaxiwayProcess
const others: TaxiwayProcess[] = []

beforeAll(async () => {
  const settings = await databaseSettings()
  env = { ...settings, TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') }
  database = new pg.Client(settings.TAXIWAY_DATABASE_URL)
  await database.connect()
  older = await startTaxiwayProcess({ env })
  trust(older.ca)
})
afterAll(async () => {
  await Promise.all([older, ...others].map((server) => server.dispose()))
  await database.end()
})

async function start(program?: string): Promise<TaxiwayProcess> {
  const server = await startTaxiwayProcess({ env, ...(program !== undefined && { program }) })
  others.push(server)
  trust(server.ca)
  return server
}

/** The server of the next version: the same program, beside more migrations. */
function nextVersion(): string {
  const checkout = emptyFolder()
  const program = relative(root, serverProgram)
  const isBundled = program.startsWith('build')
  const parts = isBundled ? [dirname(dirname(program))] : ['bin', 'cli', 'cli-server', 'src']
  for (const each of [...parts, 'migrations', 'package.json'])
    cpSync(join(root, each), join(checkout, each), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  for (const [name, sql] of Object.entries(migrations))
    writeFileSync(join(checkout, 'migrations', name), sql)
  return join(checkout, program)
}

test('servers of two versions share a database under load, and the older one takes over again', async () => {
  const load = await startLoad()
  await load.answeredBy(older)

  // A report that takes its time: a migration must not wait for it, or everybody behind it would wait as well.
  await database.query('begin')
  await database.query('lock table device in access share mode')
  const starting = start(nextVersion())
  await attemptsToMigrate(2)
  await load.answeredBy(older)
  await database.query('commit')
  const newer = await starting
  expect((await database.query('select lock_timeout from upgrade_probe')).rows).toEqual([
    { lock_timeout: '200ms' },
  ])

  load.add(newer)
  await load.answeredBy(older)
  await load.answeredBy(newer)

  const again = await start()
  expect(again.log()).toContain('9001_wider.sql')
  load.add(again)
  await load.remove(newer)
  expect(await newer.kill('SIGTERM')).toBe(0)
  await load.answeredBy(again)

  const { acknowledged, failures } = await load.end()
  expect(failures).toEqual([])
  await everythingIsThere(acknowledged)
})

/** Seen as different transactions: each waits for the table, and gives up. */
async function attemptsToMigrate(count: number): Promise<void> {
  const watching = new pg.Client(env['TAXIWAY_DATABASE_URL'])
  await watching.connect()
  const seen = new Set<string>()
  await eventually(async () => {
    const { rows } = await watching.query<{ began: string }>(
      `select xact_start::text as began from pg_stat_activity
       where application_name = 'taxiway migrate' and wait_event_type = 'Lock'`,
    )
    for (const { began } of rows) seen.add(began)
    expect(seen.size).toBeGreaterThanOrEqual(count)
  })
  await watching.end()
}

type Load = {
  add(server: TaxiwayProcess): void
  /** Once its last request is answered. */
  remove(server: TaxiwayProcess): Promise<void>
  /** Once the server has answered some more requests. */
  answeredBy(server: TaxiwayProcess): Promise<void>
  end(): Promise<{ acknowledged: readonly string[]; failures: readonly string[] }>
}

/** One import and one look at the devices after the other, for each server. */
async function startLoad(): Promise<Load> {
  const acknowledged: string[] = []
  const failures: string[] = []
  const answers = new Map<TaxiwayProcess, number>()
  const running = new Map<TaxiwayProcess, Promise<void>>()
  const stopped = new Set<TaxiwayProcess>()
  const { credentials } = older

  async function work(server: TaxiwayProcess): Promise<void> {
    const client = await signIn(server.origin, credentials())
    while (!stopped.has(server)) {
      await once(client).catch((error: Error) =>
        failures.push(`${server.origin}: ${error.message}`),
      )
      answers.set(server, (answers.get(server) ?? 0) + 1)
    }
  }

  async function once(client: WireClient): Promise<void> {
    const { hash } = fleet.next().value ?? {}
    const importId = randomUUID()
    await client.ask(
      'POST',
      `${importedPath}/import`,
      importOf([{ importId, hash: hash?.().text ?? '' }]),
    )
    acknowledged.push(importId)
    await client.ask('GET', `${devicesPath}?$top=5`)
  }

  const load: Load = {
    add: (server) => running.set(server, work(server)),
    async remove(server) {
      stopped.add(server)
      await running.get(server)
    },
    async answeredBy(server) {
      const before = answers.get(server) ?? 0
      await eventually(() => expect(answers.get(server) ?? 0).toBeGreaterThanOrEqual(before + some))
    },
    async end() {
      await Promise.all([...running.keys()].map((server) => load.remove(server)))
      return { acknowledged, failures }
    },
  }
  load.add(older)
  return load
}

async function everythingIsThere(acknowledged: readonly string[]): Promise<void> {
  const client = await signIn(older.origin, older.credentials())
  const records = await eventually(async () => {
    const all = await client.all(importedPath)
    expect(all.filter(({ state }) => state.deviceImportStatus === 'unknown')).toEqual([])
    return all
  })
  expect(records.map(({ importId }) => importId).toSorted()).toEqual(acknowledged.toSorted())
  const failed = records.filter(({ state }) => state.deviceImportStatus !== 'complete')
  expect(failed).toEqual([])
  expect(await client.all(devicesPath)).toHaveLength(acknowledged.length)
}
