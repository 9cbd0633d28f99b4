/**
 * Databases that Citus spreads over several nodes (`TAXIWAY_TEST_CITUS_WORKERS`): as an operator makes one, by
 * docs/guides/scale-out.md.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backend } from '../postgres.ts'
import { connect, nodesOf, withDatabase } from './test-databases.ts'

const distribution = join(import.meta.dirname, '../../../deploy/distribute.sql')

/** An empty database that is there on each node becomes one. */
export async function joinNodes(backend: Backend, database: string): Promise<void> {
  for (const node of nodesOf(backend)) await query(node, database, ['create extension citus'])
  const [coordinator, ...workers] = nodesOf(backend).map(({ connectionString }) =>
    addressOf(connectionString),
  )
  await query(backend, database, [
    `select citus_set_coordinator_host(${coordinator})`,
    ...workers.map((address) => `select citus_add_node(${address})`),
  ])
}

/** Spreads the tables, as `psql -f` does; a test of databases themselves makes others than Taxiway's. */
export async function spread(backend: Backend, database: string): Promise<void> {
  const [migrated] = await query(backend, database, ["select to_regclass('schema_migration')"])
  const statements = (await readFile(distribution, 'utf8')).split(/;$/m)
  if (migrated !== null) await query(backend, database, statements)
  await leaveAlone(backend, database)
}

/** Citus keeps a connection to each database that it serves; a template must have none. */
export async function leaveAlone(backend: Backend, database: string): Promise<void> {
  for (const node of nodesOf(backend)) {
    const client = await connect(node)
    try {
      await client.query(
        'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1',
        [database],
      )
    } finally {
      await client.end()
    }
  }
}

function addressOf(connectionString: string): string {
  const { hostname, port } = new URL(connectionString)
  return `'${hostname}', ${port || 5432}`
}

async function query(
  { connectionString }: Pick<Backend, 'connectionString'>,
  database: string,
  statements: readonly string[],
): Promise<readonly unknown[]> {
  const client = await connect({ connectionString: withDatabase(connectionString, database) })
  try {
    const answers: unknown[] = []
    for (const text of statements) {
      const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' })
      answers.push(rows?.[0]?.[0])
    }
    return answers
  } finally {
    await client.end()
  }
}
