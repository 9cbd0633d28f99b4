/**
 * Restores a backup into an empty database, in one transaction: whatever goes wrong, and whenever the process dies,
 * the database stays empty. The schema is created by the migrations that the backup names, so a newer Taxiway
 * restores an older backup and migrates it afterwards.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { recordMigration } from '../sql/apply-migration.ts'
import { endClient, newClient } from '../sql/client.ts'
import { migrationLock, migrationTable } from '../sql/migrate.ts'
import {
  type Migration,
  migrationFiles,
  readMigration,
  statementsOf,
} from '../sql/migration-files.ts'
import { BackupDamaged, type BackupHead, type BackupTable, type Tally } from './manifest.ts'
import { beginEpoch } from './new-epoch.ts'
import { readBackup, type WholeBackup } from './read-backup.ts'
import { copySettings, copyTarget, tablesOf } from './tables.ts'

/** The backup is intact but cannot be restored into this database by this program; nothing was changed. */
export class RestoreRefused extends Error {}

export type RestoreOrder = {
  readonly connectionString: string
  /** The compressed archive. */
  readonly source: NodeJS.ReadableStream
  /** Inspects the head before anything is done; throws if something outside the database does not match. */
  readonly onHead?: (head: BackupHead) => Promise<void>
  readonly onTable?: (name: string) => void
}

/** Restores, or throws and leaves the database unchanged. */
export async function restoreBackup(order: RestoreOrder): Promise<WholeBackup> {
  const client = newClient({
    connectionString: order.connectionString,
    application_name: 'taxiway restore',
  })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(copySettings)
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await refuseOccupied(client)
    const stored = new Map<string, number>()
    const whole = await readBackup(order.source, {
      begin: async (head) => {
        await order.onHead?.(head)
        await makeSchema(client, head)
      },
      table: async (table, parts) => {
        stored.set(table.name, await copyIn(client, table, parts))
        order.onTable?.(table.name)
      },
    })
    refuseLost(whole.tables, stored)
    await beginEpoch(client)
    await client.query('commit')
    // Without statistics about the new tables, the first statements would be planned badly.
    await client.query('analyze')
    return whole
  } finally {
    // The end of the connection is the end of the transaction.
    await endClient(client)
  }
}

async function refuseOccupied(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class as relation where relnamespace = 'public'::regnamespace
       and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and not exists (select from pg_depend where objid = relation.oid and deptype = 'e') order by relname limit 1`,
  )
  if (rows[0] === undefined) return
  throw new RestoreRefused(
    `The database is not empty: it has a table ${rows[0].name}. A backup is restored into an empty database only. An earlier restore that was interrupted has left all of it here, or nothing.`,
  )
}

async function makeSchema(client: pg.Client, head: BackupHead): Promise<void> {
  const known = await migrationFiles()
  const unknown = head.migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new RestoreRefused(
      `The backup was made by a newer Taxiway: this one does not know ${unknown.join(', ')}. Restore it with that version.`,
    )
  }
  await client.query(migrationTable)
  for (const name of head.migrations) {
    const migration = await readMigration(name)
    await makeFrom(client, migration)
    await recordMigration(client, migration)
  }
  // Migrations may have inserted settings, and rows that are in the backup as well.
  await client.query(copySettings)
  const tables = await tablesOf(client)
  refuseOtherTables(head.tables, tables)
  await client.query(`truncate ${tables.map(({ name }) => `public."${name}"`).join(', ')}`)
}

/** All in one transaction, in which nothing can be built concurrently, nor needs to be. */
async function makeFrom(client: pg.Client, migration: Migration): Promise<void> {
  if (!migration.isOutsideTransaction) return void (await client.query(migration.sql))
  for (const statement of statementsOf(migration))
    await client.query(statement.replace(/\bconcurrently\b/gi, ''))
}

function refuseOtherTables(wanted: readonly BackupTable[], made: readonly BackupTable[]): void {
  const textOf = (tables: readonly BackupTable[]) =>
    tables
      .map(({ name, columns }) => `${name}(${columns.toSorted()})`)
      .toSorted()
      .join(' ')
  if (textOf(wanted) === textOf(made)) return
  throw new RestoreRefused(
    'The tables of the backup are not those that its migrations make with this version of Taxiway. Restore it with the version that made it.',
  )
}

async function copyIn(
  client: pg.Client,
  table: BackupTable,
  parts: AsyncIterable<Buffer>,
): Promise<number> {
  const rows = client.query(copyFrom(`copy ${copyTarget(table)} from stdin`))
  try {
    await pipeline(Readable.from(parts), rows)
  } catch (cause) {
    // Data exceptions and violated constraints: rows that no database would have exported like that.
    const isOfRows = cause instanceof pg.DatabaseError && /^2[23]/.test(cause.code ?? '')
    if (!isOfRows) throw cause
    throw new BackupDamaged(`the table ${table.name} has rows that cannot be`, { cause })
  }
  return rows.rowCount
}

function refuseLost(tables: readonly Tally[], stored: ReadonlyMap<string, number>): void {
  const lost = tables.find(({ name, rows }) => stored.get(name) !== rows)
  if (lost !== undefined) throw new Error(`of the table ${lost.name} not all rows were stored`)
}
