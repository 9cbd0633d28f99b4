/**
 * Real databases for tests: every test file gets its own, cloned from one that was migrated once.
 *
 * Cloning takes some 15 ms, so no test shares tables with another and none needs to clean up rows.
 */
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { joinNodes, leaveAlone, spread } from './databases/spread-databases.ts'
import { connect, databasePrefix, nodesOf, withDatabase } from './databases/test-databases.ts'

/** A PostgreSQL server that the suite runs on. */
export type Backend = {
  readonly name: string
  readonly connectionString: string
  /** Nodes over which its databases are spread, beside itself; none: all is in one place. */
  readonly workers?: readonly string[]
  /** Numbers the test run; part of the names of its databases. */
  readonly runId: number
}

export type TestDatabase = {
  readonly connectionString: string
  /** Removes the database, even if somebody is still connected. */
  drop(): Promise<void>
}

/** Brings an empty database to today's schema. */
export type Migrate = (connectionString: string) => Promise<unknown>

declare module 'vitest' {
  interface ProvidedContext {
    databases: readonly Backend[]
  }
}

/** The local server always; also the one of TAXIWAY_TEST_DATABASE_URL. For `describe.each(backends)`. */
export const backends: readonly Backend[] = inject('databases')

/** The local server, for tests that need only one; where that of TAXIWAY_TEST_DATABASE_URL is alone, that one. */
export const localBackend: Backend = firstOf(backends)

/** An empty database. */
export async function createDatabase(backend: Backend): Promise<TestDatabase> {
  return await create(backend, 'template0')
}

/** In ms, several times those of a server: on a machine that stands still for a while, what waits is not refused. */
const limits =
  'lock_timeout=60000&idle_in_transaction_session_timeout=60000&statement_timeout=100000'

/** A database of today's schema. The first call of a run migrates; all others copy what it made. */
export async function cloneDatabase(backend: Backend, migrate: Migrate): Promise<TestDatabase> {
  const { connectionString, drop } = await create(backend, await ensureTemplate(backend, migrate))
  const mark = connectionString.includes('?') ? '&' : '?'
  return { connectionString: `${connectionString}${mark}${limits}`, drop }
}

/** Processes that need the template at the same moment wait for the one that makes it. */
async function ensureTemplate(backend: Backend, migrate: Migrate): Promise<string> {
  const mark = createHash('sha256').update(migrate.toString()).digest('hex').slice(0, 8)
  const name = `${databasePrefix(backend.runId)}template_${mark}`
  const client = await connect(backend)
  try {
    await client.query('select pg_advisory_lock($1, 1)', [backend.runId])
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount === 1) return name
    // Renamed when finished: a migration that fails leaves nothing that a later call would take for a template.
    await run(backend, `drop database if exists ${name}_unfinished with (force)`)
    await run(backend, `create database ${name}_unfinished template template0`)
    if (backend.workers !== undefined) await joinNodes(backend, `${name}_unfinished`)
    await migrate(withDatabase(backend.connectionString, `${name}_unfinished`))
    if (backend.workers !== undefined) await spread(backend, `${name}_unfinished`)
    await run(backend, `alter database ${name}_unfinished rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}

async function create(backend: Backend, template: string): Promise<TestDatabase> {
  const name = `${databasePrefix(backend.runId)}${randomBytes(6).toString('hex')}`
  await copy(backend, template, name)
  return {
    connectionString: withDatabase(backend.connectionString, name),
    drop: () => dropDatabase(backend, name),
  }
}

/** What Citus does in a template by itself may begin again before it is copied. */
async function copy(backend: Backend, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (backend.workers !== undefined) await leaveAlone(backend, template)
      return await run(backend, `create database ${name} template ${template}`)
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && error.code === '55006'
      if (!isInUse || backend.workers === undefined || attempt === 20) throw error
      await run(backend, `drop database if exists ${name} with (force)`)
    }
  }
}

/** PostgreSQL's own cleaning may be at work in it, which only an administrator could end: that is waited for. */
async function dropDatabase(backend: Backend, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(backend, `drop database if exists ${name} with (force)`)
    } catch (error) {
      const beingCleaned = error instanceof pg.DatabaseError && error.code === '42501'
      if (!beingCleaned || attempt === 100) throw error
      await pause(100)
    }
  }
}

/** On each node: a copy of a spread database is one if every node copies its part. */
async function run(backend: Backend, statement: string): Promise<void> {
  for (const node of nodesOf(backend)) {
    const client = await connect(node)
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
}

function firstOf([backend]: readonly Backend[]): Backend {
  if (backend === undefined) throw new Error('the global setup provided no database')
  return backend
}
