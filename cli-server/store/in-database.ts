/** One look at Taxiway's database, whether its server runs or not. Nothing in it is changed. */
import type pg from 'pg'
import { CliError } from '../../cli/exit.ts'
import { connectionString, prepareDatabase } from '../../src/host/local-postgres/database.ts'
import { LocalPostgresError } from '../../src/host/local-postgres/errors.ts'
import { preparePaths } from '../../src/host/local-postgres/paths.ts'
import { startLocalPostgres } from '../../src/host/local-postgres/start-local-postgres.ts'
import { endClient, newClient } from '../../src/storage/sql/client.ts'
import { isPassing } from '../../src/storage/sql/outage.ts'

export type DatabasePlace = {
  readonly dataDir: string
  /** Absent: the local one of the data folder. */
  readonly url?: string
}

/** All that `work` reads is of one moment. */
export async function inDatabase<T>(
  place: DatabasePlace,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { url, stop } = await reachDatabase(place)
  const client = newClient({ connectionString: url })
  try {
    await client.connect().catch((cause: unknown) => {
      if (isPassing(cause)) throw cause
      throw new CliError('The database cannot be reached.', {
        cause,
        hint: 'Check --database or TAXIWAY_DATABASE_URL.',
      })
    })
    await client.query('begin isolation level repeatable read read only')
    return await work(client)
  } finally {
    await endClient(client)
    await stop()
  }
}

/** Whether a server is at work on the database, wherever it runs: it listens for news all the time. */
export async function isServed(url: string): Promise<boolean> {
  return await inDatabase({ url, dataDir: '' }, async (client) => {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'taxiway listen' limit 1`,
    )
    return rowCount === 1
  })
}

export type Reached = {
  readonly url: string
  /** Whether a server is known to run on it. */
  readonly inUse: boolean
  stop(): Promise<void>
}

/** The database's address; the local one is started where no server has done so. */
export async function reachDatabase({ url, dataDir }: DatabasePlace): Promise<Reached> {
  const stop = () => Promise.resolve()
  if (url !== undefined) return { url, inUse: false, stop }
  try {
    const log = (sentence: string) => process.stderr.write(`${sentence}\n`)
    const local = await startLocalPostgres({ dataDir, log })
    return { url: local.connectionString, inUse: false, stop: () => local.stop() }
  } catch (error) {
    if (!(error instanceof LocalPostgresError) || error.code !== 'folder-in-use') throw error
    // A server has the folder, so its database runs.
    const { cluster, socketDir } = await preparePaths(dataDir)
    const connection = await prepareDatabase(cluster, { host: socketDir, port: 5432 })
    return { url: connectionString(connection), inUse: true, stop }
  }
}
