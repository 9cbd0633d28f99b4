/**
 * Names and lifetimes of the databases that a test run makes on a server.
 *
 * Each run holds an advisory lock with its number; databases whose run holds none belonged to a killed run.
 */
import { Client } from 'pg'
import type { Backend } from '../postgres.ts'

type Server = Pick<Backend, 'connectionString'>

/** The server and those over which its databases are spread: what happens to a database happens on each. */
export function nodesOf({
  connectionString,
  workers = [],
}: Pick<Backend, 'connectionString' | 'workers'>): readonly Server[] {
  return [connectionString, ...workers].map((node) => ({ connectionString: node }))
}

export const databasePrefix = (runId: number) => `taxiway_test_${runId}_`

/** The same server, another database. */
export function withDatabase(connectionString: string, database: string): string {
  return connectionString.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${database}`)
}

/** Marks the run as alive until the returned function is called, which removes the run's databases. */
export async function holdRun(server: Server, runId: number): Promise<() => Promise<void>> {
  const client = await connect(server)
  await client.query('select pg_advisory_lock($1)', [runId])
  return async () => {
    await removeRun(client, runId)
    await client.end()
  }
}

export async function removeDeadRuns(server: Server): Promise<void> {
  const client = await connect(server)
  try {
    const { rows } = await client.query<{ run: string }>(
      `select distinct split_part(datname, '_', 3) as run from pg_database where datname ~ '^taxiway_test_\\d+_'`,
    )
    for (const run of rows.map((row) => Number(row.run))) {
      const { rowCount } = await client.query('select where pg_try_advisory_lock($1)', [run])
      if (rowCount === 1) await removeRun(client, run)
    }
  } finally {
    await client.end()
  }
}

async function removeRun(client: Client, runId: number): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [databasePrefix(runId)],
  )
  for (const { datname } of rows)
    await client.query(`drop database if exists "${datname}" with (force)`)
}

export async function connect({ connectionString }: Server): Promise<Client> {
  const client = new Client({ connectionString })
  await client.connect()
  return client
}
