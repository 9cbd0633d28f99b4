/**
 * Migrations: numbered plain SQL files, append-only, each applied once. Servers that start together wait for each other
 * on an advisory lock. A server works on a database that a newer one has migrated unless a migration says otherwise, so
 * that servers are upgraded one after the other, and back.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { applyMigration } from './apply-migration.ts'
import { endClient, newClient } from './client.ts'
import { migrationFiles, readMigration } from './migration-files.ts'
import { isPassing } from './outage.ts'

/** Any constant: identifies the migration lock within a database. */
export const migrationLock = 7_219_504_118

/** Records which migrations were applied, and when. */
export const migrationTable = `create table if not exists schema_migration (
  name text primary key,
  applied_at timestamptz not null default now()
)`

export type Migrated = {
  readonly applied: readonly string[]
  readonly version: string
  /** What a newer version has applied, and this one does not know. */
  readonly newer: readonly string[]
}

/** The database is newer than this program: another version of Taxiway has migrated it. */
export class DatabaseTooNew extends Error {}

/** There is no database at the given address; the message says what was tried, without the password. */
export class DatabaseUnreachable extends Error {}

export async function migrate(connectionString: string): Promise<Migrated> {
  const client = await connect(connectionString)
  try {
    await takeMigrationLock(client)
    await client.query(migrationTable)
    const files = await migrationFiles()
    const done = await appliedMigrations(client)
    const newer = done.filter(({ name }) => !files.includes(name))
    refuseIncompatible(newer, files)
    const applied = files.filter((file) => !done.some(({ name }) => name === file))
    for (const name of applied) await applyMigration(client, await readMigration(name))
    return { applied, version: files.at(-1) ?? '', newer: newer.map(({ name }) => name) }
  } finally {
    await endClient(client)
  }
}

type Applied = { readonly name: string; readonly needs: string | null }

function refuseIncompatible(newer: readonly Applied[], files: readonly string[]): void {
  const blocking = newer.filter(({ needs }) => needs !== null && !files.includes(needs))
  if (blocking.length === 0) return
  throw new DatabaseTooNew(
    'A newer version of Taxiway has migrated this database so that this one no longer works on it: ' +
      `${blocking.map(({ name }) => name).join(', ')}. Start the newer version, or restore a backup made before it.`,
  )
}

const lockWaitMs = 600_000

/**
 * Migrations take seconds; another server's may be waited for, and one that stands still is named. Asked again and again
 * instead of waiting in a statement, which an index that is built concurrently would have to wait for.
 */
async function takeMigrationLock(client: pg.Client): Promise<void> {
  const until = performance.now() + lockWaitMs
  while (!(await hasTakenLock(client))) {
    if (performance.now() > until)
      throw new DatabaseUnreachable(
        'Another Taxiway has been migrating this database for ten minutes. See what it does, or end it, and start again.',
      )
    await pause(100)
  }
}

async function hasTakenLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock($1) as taken',
    [migrationLock],
  )
  return rows[0]?.taken === true
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = clientOf(connectionString)
  try {
    await client.connect()
    return client
  } catch (cause) {
    if (isPassing(cause)) throw cause
    throw new DatabaseUnreachable(
      `The database ${client.database} on ${client.host}:${client.port} cannot be used${client.user ? ` as ${client.user}` : ''}: ` +
        `${(cause as Error).message || (cause as NodeJS.ErrnoException).code}. Check TAXIWAY_DATABASE_URL.`,
      { cause },
    )
  }
}

/** The driver reports a malformed address only as 'Invalid URL'; name the setting instead. */
function clientOf(connectionString: string): pg.Client {
  try {
    return newClient({ connectionString, application_name: 'taxiway migrate' })
  } catch (cause) {
    throw new DatabaseUnreachable(
      'TAXIWAY_DATABASE_URL is not an address such as postgresql://user:password@host:5432/database.',
      { cause },
    )
  }
}

/** The column `needs` is younger than the table. */
async function appliedMigrations(client: pg.Client): Promise<readonly Applied[]> {
  const { rows } = await client.query<Applied>(
    `select name, to_jsonb(schema_migration) ->> 'needs' as needs from schema_migration order by name`,
  )
  return rows
}
