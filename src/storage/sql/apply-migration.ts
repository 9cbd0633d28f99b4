/**
 * Applies one migration while servers go on working on the database. What waits for a strong lock on a table makes
 * everything after it wait too, so a migration waits for one only briefly, and tries again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type Migration, statementsOf } from './migration-files.ts'
import { asOutage, DatabaseOutage } from './outage.ts'

const lockTimeoutMs = 200
const maxPauseMs = 2_000
/** Long enough for the longest report or backup that holds a table. */
const givesUpAfterMs = 600_000

export async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  const until = performance.now() + givesUpAfterMs
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 1.5, maxPauseMs)) {
    try {
      if (migration.isOutsideTransaction) await applyAlone(client, migration)
      else await applyWhole(client, migration)
      return
    } catch (cause) {
      const isLocked = cause instanceof pg.DatabaseError && cause.code === '55P03'
      if (!isLocked || performance.now() + pauseMs > until) throw failed(migration, cause)
      await pause(pauseMs)
    }
  }
}

/** That it was applied, for every program that uses the database later. */
export async function recordMigration(client: pg.Client, migration: Migration): Promise<void> {
  const { name, needs } = migration
  // The column came with a migration of its own.
  if (needs === null) await client.query('insert into schema_migration (name) values ($1)', [name])
  else
    await client.query('insert into schema_migration (name, needs) values ($1, $2)', [name, needs])
}

async function applyWhole(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`)
    // One by one: a database that is spread over nodes sends them the whole text that a change of a table stands in.
    for (const statement of statementsOf(migration)) await client.query(statement)
    await recordMigration(client, migration)
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => undefined)
    throw cause
  }
}

/** Such statements take weak locks, which hold up nobody. Interrupted, the migration is repeated from its beginning. */
async function applyAlone(client: pg.Client, migration: Migration): Promise<void> {
  for (const statement of statementsOf(migration)) await client.query(statement)
  await recordMigration(client, migration)
}

/** A migration could not be applied; the message says which, and why. */
export class MigrationFailed extends Error {}

function failed({ name, isOutsideTransaction }: Migration, cause: unknown): Error {
  const isLocked = cause instanceof pg.DatabaseError && cause.code === '55P03'
  if (!isLocked && asOutage(cause) instanceof DatabaseOutage) return cause as Error
  const what = isOutsideTransaction ? 'it will be repeated' : 'nothing of it was applied'
  const why = isLocked
    ? ' A long transaction has been holding a table that it changes for ten minutes: see pg_stat_activity.'
    : ` ${(cause as Error).message}.`
  return new MigrationFailed(`Migration ${name} failed; ${what}.${why}`, { cause })
}
