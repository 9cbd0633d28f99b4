/** The suite's own ground: databases for tests are cloned, separate and removed. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backends, cloneDatabase, createDatabase, type TestDatabase } from '../postgres.ts'

let migrations = 0

async function migrate(connectionString: string): Promise<void> {
  migrations++
  await query(connectionString, 'create table device (serial_number text)')
}

describe.each(backends)('on $name', (backend) => {
  const databases: TestDatabase[] = []

  beforeAll(async () => {
    migrations = 0
    databases.push(
      ...(await Promise.all(Array.from({ length: 4 }, () => cloneDatabase(backend, migrate)))),
    )
  })
  afterAll(async () => {
    for (const { drop } of databases) await drop()
  })

  test('clones asked for together share one migration', () => {
    expect(migrations).toBe(1)
  })

  test('what one test file writes no other sees', async () => {
    const [one, two] = databases.map(({ connectionString }) => connectionString)
    await query(one, "insert into device values ('PF0SAMPLE')")
    expect(await query(one, 'select from device')).toBe(1)
    expect(await query(two, 'select from device')).toBe(0)
  })

  test('a dropped database is gone although somebody is connected', async () => {
    const database = await createDatabase(backend)
    const client = new Client(database)
    client.on('error', () => {})
    await client.connect()
    await database.drop()
    await expect(query(database.connectionString, 'select 1')).rejects.toThrow('does not exist')
  })
})

async function query(connectionString: string | undefined, text: string): Promise<number> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(text)).rowCount ?? 0
  } finally {
    await client.end()
  }
}
