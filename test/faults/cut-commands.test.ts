/** Commands of the server, and its start, whose database goes away in the middle: they say so, and the next try succeeds. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWire, type Wire } from '../support/network/tcp-proxy.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { signIn, trust } from '../support/wire-client.ts'

const folder = emptyFolder()
const files = emptyFolder()
const databases: TestDatabase[] = []
let wire: Wire
let emptyWire: Wire

beforeAll(async () => {
  wire = await wireToNew()
  const server = await startTaxiwayProcess(place(wire))
  trust(server.ca)
  const client = await signIn(server.origin, server.credentials())
  for (let act = 0; act < 10; act++)
    await client.ask('PUT', '/admin/v1/sign-in-policy', { deviceCode: true })
  expect(await server.kill('SIGTERM')).toBe(0)
  const { code } = await run(wire, 'backup', 'whole.tar.gz')
  expect(code).toBe(0)
})
beforeEach(async () => {
  emptyWire = await wireToNew()
})
afterAll(async () => {
  for (const database of databases) await database.drop()
})

async function wireToNew(): Promise<Wire> {
  const database = await createDatabase(localBackend)
  databases.push(database)
  return await openWire(database.connectionString)
}

function place({ connectionString }: Wire) {
  const env = { TAXIWAY_DATABASE_URL: connectionString, TAXIWAY_DATA_DIR: folder }
  return { dataFolder: folder, configFolder: folder, env }
}

const run = (on: Wire, ...words: string[]) => taxiway(words, { cwd: files, env: place(on).env })

type Cut = { readonly into?: 'empty'; readonly bytes: number; readonly hint: string }

const again = 'Run the same command again.'
const goesOn = 'Run the same command again: it goes on where it ended.'

test.each<[words: readonly string[], Cut]>([
  [['backup', 'new.tar.gz'], { bytes: 20_000, hint: `No backup was written. ${again}` }],
  [
    ['restore', 'whole.tar.gz'],
    { into: 'empty', bytes: 4_000, hint: 'Run the same command again: where it says' },
  ],
  [['migrate'], { into: 'empty', bytes: 4_000, hint: goesOn }],
  [['verify', 'store'], { bytes: 900, hint: again }],
  [['verify', 'audit'], { bytes: 1_400, hint: again }],
  [['keys', 'rotate'], { bytes: 3_000, hint: goesOn }],
  [['keys', 'rotate-signing'], { bytes: 300, hint: again }],
])('%j', async (words, { into, bytes, hint }) => {
  const on = into === undefined ? wire : emptyWire
  on.cutAfter(bytes)
  const cut = await run(on, ...words)
  expect(cut.stderr).toContain('The connection to the database was lost (')
  expect(cut.stderr).toContain(hint)
  expect(cut.stderr).not.toMatch(/went wrong inside|^\s+at /m)
  expect(cut.code).toBe(4)
  expect(readdirSync(files)).toEqual(['whole.tar.gz'])

  on.repair()
  const next = await run(on, ...words)
  expect([next.code, next.stderr]).toEqual([0, expect.any(String)])
  rmSync(join(files, 'new.tar.gz'), { force: true })
})

test('a first start says it too, and the next one goes on', async () => {
  const dataFolder = emptyFolder()
  const setting = { ...place(emptyWire), dataFolder, configFolder: dataFolder }
  const env = { ...setting.env, TAXIWAY_DATA_DIR: dataFolder }
  for (const bytes of [3_000, 4_500]) {
    emptyWire.cutAfter(bytes)
    const said = await startTaxiwayProcess({ ...setting, env }).catch(({ message }) => message)
    expect(said).toMatch(
      /The server ended with 4:\s+The connection to the database was lost \(.*\)\. Start the server again/,
    )
    expect(said).not.toMatch(/^\s+at /m)
  }
  emptyWire.repair()
  const server = await startTaxiwayProcess({ ...setting, env })
  expect(server.log()).toContain('These credentials are shown only now')
  expect(await server.kill('SIGTERM')).toBe(0)
})

test('a key in the data folder is not changed under a server that is at work', async () => {
  const server = await startTaxiwayProcess(place(wire))
  const refused = await run(wire, 'keys', 'rotate')
  expect(refused.stderr).toContain(
    'A server is using this database and would not know the new key.',
  )
  expect(refused.code).toBe(1)
  expect(await server.kill('SIGTERM')).toBe(0)
})
