/**
 * Migrations: numbered plain SQL files, append-only, each applied once in its own transaction. Servers that start
 * together wait for each other on an advisory lock.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { endClient, newClient } from './client.ts'

const folder = join(import.meta.dirname, '../../../migrations')
/** Any constant: identifies the migration lock within a database. */
export const migrationLock = 7_219_504_118

/** Records which migrations were applied, and when. */
export const migrationTable = `create table if not exists schema_migration (
  name text primary key,
  applied_at timestamptz not null default now()
)`

export type Migrated = { readonly applied: readonly string[]; readonly version: string }

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
    const done = new Set(await appliedNames(client))
    const unknown = [...done].filter((name) => !files.includes(name))
    if (unknown.length > 0) {
      throw new DatabaseTooNew(
        `The database holds migrations that this version of Taxiway does not know: ${unknown.join(', ')}. ` +
          'Start the newer version, or restore a backup made before it.',
      )
    }
    const applied = files.filter((name) => !done.has(name))
    for (const name of applied) await apply(client, name)
    return { applied, version: files.at(-1) ?? '' }
  } finally {
    await endClient(client)
  }
}

/** Migrations take seconds; another server's may be waited for, and one that stands still is named. */
async function takeMigrationLock(client: pg.Client): Promise<void> {
  await client.query(`set lock_timeout = '10min'`)
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
  } catch (cause) {
    if ((cause as pg.DatabaseError).code !== '55P03') throw cause
    throw new DatabaseUnreachable(
      'Another Taxiway has been migrating this database for ten minutes. See what it does, or end it, and start again.',
      { cause },
    )
  }
  await client.query('set lock_timeout = 0')
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = clientOf(connectionString)
  try {
    await client.connect()
    return client
  } catch (cause) {
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

/** The names of all migrations known to this program, in order. */
export async function migrationFiles(): Promise<readonly string[]> {
  const names = await readdir(folder)
  return names.filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).toSorted()
}

async function appliedNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from schema_migration')
  return rows.map(({ name }) => name)
}

export async function migrationText(name: string): Promise<string> {
  return await readFile(join(folder, name), 'utf8')
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const sql = await migrationText(name)
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into schema_migration (name) values ($1)', [name])
    await client.query('commit')
  } catch (cause) {
    throw new Error(`Migration ${name} failed; nothing of it was applied.`, { cause })
  }
}
