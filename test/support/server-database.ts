/** Where a server process keeps its data when PostgreSQL is not what a test is about: no database server of its own. */
import { migrate } from '../../src/storage/sql/migrate.ts'
import { backends, cloneDatabase, localBackend } from './postgres.ts'

/** Settings for `startTaxiwayProcess`: a database of today's schema in the PostgreSQL of the test run, which removes it. */
export async function databaseSettings() {
  const { connectionString } = await cloneDatabase(localBackend, migrate)
  return { TAXIWAY_DATABASE_URL: connectionString }
}

/** Settings for a server process that brings its own PostgreSQL, or uses the one of TAXIWAY_TEST_DATABASE_URL. */
export async function foreignDatabaseSettings(): Promise<Record<string, string>> {
  const backend = backends.at(-1) ?? localBackend
  if (backend.name === 'local') return {}
  const { connectionString } = await cloneDatabase(backend, migrate)
  return { TAXIWAY_DATABASE_URL: connectionString }
}
