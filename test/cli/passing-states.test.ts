/** A database that lets nobody in for the moment: each command says so and ends with 4, since it works later as it stands. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'

const commands = [
  'migrate',
  'verify store',
  'verify audit',
  'backup new.tar.gz',
  'restore old.tar.gz',
  'keys rotate',
  'keys rotate-signing',
  'serve',
]
const folder = emptyFolder()
let database: TestDatabase
let inside: pg.Client
let starting: Server

beforeAll(async () => {
  writeFileSync(join(folder, 'old.tar.gz'), '')
  database = await createDatabase(localBackend)
  inside = new pg.Client(database)
  await inside.connect()
  starting = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(refusal('57P03', 'the database system is starting up')))
  }).listen(0, '127.0.0.1')
  await once(starting, 'listening')
})
afterAll(async () => {
  starting.close()
  await inside.end()
  await database.drop()
})

/** As PostgreSQL sends it in place of a greeting. [documented: PostgreSQL, Message Formats, ErrorResponse] */
function refusal(code: string, message: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`].map((field) => `${field}\0`)
  const body = Buffer.from(`${fields.join('')}\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** Owners are counted among the connections of their database; `limit` -1 is any number. */
async function allow(limit: number): Promise<void> {
  const { rows } = await inside.query<{ name: string }>('select current_database() as name')
  const name = pg.escapeIdentifier(rows[0]?.name ?? '')
  await inside.query(`alter database ${name} connection limit ${limit}`)
}

const run = (command: string, url: string) =>
  taxiway(command.split(' '), {
    cwd: folder,
    env: { TAXIWAY_DATABASE_URL: url, TAXIWAY_DATA_DIR: folder, TAXIWAY_PORT: '0' },
  })

test.each(commands)('with too many connections: taxiway %s', async (command) => {
  await allow(0)
  const { code, stderr } = await run(command, database.connectionString)
  expect(stderr).toMatch(/too many connections/)
  expect(stderr).toMatch(/again/)
  expect(stderr).not.toContain('TAXIWAY_DATABASE_URL')
  expect(code).toBe(4)
})

test.each(commands)('while it starts: taxiway %s', async (command) => {
  const { port } = starting.address() as AddressInfo
  const { code, stderr } = await run(command, `postgresql://a:b@127.0.0.1:${port}/registry`)
  expect(stderr).toMatch(/starting up/)
  expect(stderr).toMatch(/again/)
  expect(code).toBe(4)
})

test('an address where nobody answers is still wrong usage', async () => {
  const { code, stderr } = await run('migrate', 'postgresql://a:b@127.0.0.1:1/registry')
  expect(stderr).toContain('TAXIWAY_DATABASE_URL')
  expect(code).toBe(1)
})

test('the same command works once there is room', async () => {
  await allow(-1)
  const { code, stderr } = await run('migrate', database.connectionString)
  expect(stderr).toContain('applied')
  expect(code).toBe(0)
})
