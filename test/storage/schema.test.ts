/** The schema is what review saw: migrations, `schema.sql` and the types of Kysely say the same. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { describeSchema } from '../support/databases/describe-schema.ts'
import { backends, cloneDatabase, createDatabase } from '../support/postgres.ts'

const root = join(import.meta.dirname, '../..')
const path = join(root, 'schema.sql')

describe.each(backends)('the schema on $name', (backend) => {
  test('is the one of schema.sql (npm run schema writes it anew)', async () => {
    const database = await cloneDatabase(backend, migrate)
    const schema = await withClient(database.connectionString, describeSchema)
    await database.drop()
    if (process.env['TAXIWAY_WRITE_SCHEMA'] === 'true') writeFileSync(path, schema)
    expect(readFileSync(path, 'utf8')).toBe(schema)
  })

  test('is migrated once by servers that start together', async () => {
    const database = await createDatabase(backend)
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.connectionString)))
    expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
    expect((await migrate(database.connectionString)).applied).toEqual([])
    await database.drop()
  })

  test('of a newer Taxiway is taken, unless that one says what a server must know', async () => {
    const database = await cloneDatabase(backend, migrate)
    const note = (name: string, needs: string | null) =>
      withClient(database.connectionString, (client) =>
        client.query('insert into schema_migration (name, needs) values ($1, $2)', [name, needs]),
      )
    await note('9990_wider.sql', null)
    await note('9991_wider.sql', '0047_migration_needs.sql')
    expect(await migrate(database.connectionString)).toMatchObject({
      applied: [],
      newer: ['9990_wider.sql', '9991_wider.sql'],
    })
    await note('9999_narrower.sql', '9991_wider.sql')
    await expect(migrate(database.connectionString)).rejects.toThrow(
      /no longer works on it: 9999_narrower\.sql\. Start the newer version/s,
    )
    await database.drop()
  })
})

test('every column has its type in schema.ts, and the other way round', () => {
  const sources = ['src/storage/sql/schema.ts', ...tableFiles()].map((file) =>
    readFileSync(join(root, file), 'utf8'),
  )
  expect(typedColumns(sources.join('\n'))).toEqual(columnsOf(readFileSync(path, 'utf8')))
})

test('a database that is not there is named without its password', async () => {
  const url = 'postgresql://taxiway:s3cret@127.0.0.1:1/registry'
  const error = await migrate(url).catch((reason: Error) => reason)
  expect((error as Error).message).toMatch(
    /registry on 127\.0\.0\.1:1 cannot be used as taxiway.*TAXIWAY_DATABASE_URL/,
  )
  expect((error as Error).message).not.toContain('s3cret')
})

function tableFiles(): string[] {
  const imports = readFileSync(join(root, 'src/storage/sql/schema.ts'), 'utf8').matchAll(
    /from '\.\/(tables\/\S+\.ts)'/g,
  )
  return [...imports].map(([, file]) => `src/storage/sql/${file}`)
}

/** Table → columns, sorted, from `create table` statements. */
function columnsOf(sql: string): Record<string, string[]> {
  const tables = [...sql.matchAll(/^create table (\w+) \(\n([\s\S]*?)\n\)/gm)]
  return Object.fromEntries(
    tables.map(([, table, body = '']) => [
      table,
      [...body.matchAll(/^ {2}(?!constraint )(\w+) /gm)]
        .map(([, column]) => column ?? '')
        .toSorted(),
    ]),
  )
}

/** The same from the types: the maps name each table's type, the types name the columns. */
function typedColumns(source: string): Record<string, string[]> {
  const bodies = new Map(
    [...source.matchAll(/(?:export )?type (\w+Table) = \{([\s\S]*?)\}\n/g)].map(
      ([, name, body = '']) => [name, body],
    ),
  )
  const tables = [...source.matchAll(/^ {2}(\w+): (\w+Table)$/gm)].map(
    ([, table, type]) =>
      [
        table ?? '',
        [...(bodies.get(type) ?? '').matchAll(/(\w+):/g)].map(([, c]) => c ?? '').toSorted(),
      ] as const,
  )
  return Object.fromEntries(tables.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

async function withClient<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
