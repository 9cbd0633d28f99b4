/** The database that a server uses: the one of a URL, or the local one; migrated. */
import { endClient, newClient } from '../storage/sql/client.ts'
import { checkDistribution } from '../storage/sql/distribution.ts'
import { migrate } from '../storage/sql/migrate.ts'
import type { Config } from './config.ts'
import { keepLocalPostgres } from './local-postgres/keep-running.ts'
import type { Log } from './log.ts'

export type OpenDatabase = {
  readonly url: string
  /** Resolves to the reason if the database ends by itself; only of a local one. */
  readonly lost: Promise<Error>
}

export async function openDatabase(
  { databaseUrl, dataDir }: Config,
  log: Log,
  rollback: AsyncDisposableStack,
): Promise<OpenDatabase> {
  if (databaseUrl !== undefined) {
    await migrateLogged(databaseUrl, log)
    await checkSpread(databaseUrl)
    return { url: databaseUrl, lost: new Promise(() => {}) }
  }
  const local = await keepLocalPostgres({ dataDir, log: (message) => log.warn(message) })
  rollback.defer(() => local.stop())
  await migrateLogged(local.connectionString, log)
  return { url: local.connectionString, lost: local.lost }
}

/** Throws `DatabaseNotSpread`. */
async function checkSpread(connectionString: string): Promise<void> {
  const client = newClient({ connectionString, application_name: 'taxiway check' })
  try {
    await client.connect()
    await checkDistribution(client)
  } finally {
    await endClient(client)
  }
}

async function migrateLogged(connectionString: string, log: Log): Promise<void> {
  const { newer } = await migrate(connectionString)
  if (newer.length > 0)
    log.warn({ newer }, 'a newer version has migrated this database, and this one goes on with it')
}
