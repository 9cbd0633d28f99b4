/** Where a server process keeps its data when PostgreSQL is not what a test is about: no database server of its own. */
import { migrate } from '../../src/storage/sql/migrate.ts'
import { cloneDatabase, localBackend } from './postgres.ts'

/** Settings for `startTaxiwayProcess`: a database of today's schema in the PostgreSQL of the test run, which removes it. */
export async function databaseSettings() {
  const { connectionString } = await cloneDatabase(localBackend, migrate)
  return { TAXIWAY_DATABASE_URL: connectionString }
}
