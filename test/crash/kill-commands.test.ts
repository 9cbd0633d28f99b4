/** kill -9 of `taxiway restore` and `taxiway keys rotate`, at statements that are counted: the next run does the rest. */
import { once } from 'node:events'
import { makeFleet, randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { untilNoneIsLeft } from '../support/eventually.ts'
import { openStatementWire, type StatementWire } from '../support/network/statement-wire.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { devicesPath, importedPath, importOf, signIn, trust } from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_130)
const kills = Number(process.env['TAXIWAY_COMMAND_KILLS'] ?? 2)
const random = randomFrom(`kill commands ${seed}`)
const devices = 300

const [folder, files] = [emptyFolder(), emptyFolder()]
const databases: TestDatabase[] = []
const wires: StatementWire[] = []
let filled: StatementWire

beforeAll(async () => {
  filled = await wireToNew()
  const server = await startTaxiwayProcess(placeOf(filled))
  trust(server.ca)
  const client = await signIn(server.origin, server.credentials())
  const rows = [...makeFleet({ seed: 'kill commands', count: devices })].map(({ hash }, n) => ({
    importId: `row-${n}`,
    hash: hash().text,
  }))
  await client.ask('POST', `${importedPath}/import`, importOf(rows))
  await untilNoneIsLeft(async () => devices - (await client.all(devicesPath)).length)
  expect(await server.kill('SIGTERM')).toBe(0)
  expect((await run(filled, 'backup', 'whole.tar.gz')).code).toBe(0)
})
afterAll(async () => {
  for (const wire of wires) await wire.close()
  for (const database of databases) await database.drop()
})

async function wireToNew(): Promise<StatementWire> {
  const database = await createDatabase(localBackend)
  databases.push(database)
  const wire = await openStatementWire(database.connectionString)
  wires.push(wire)
  return wire
}

function placeOf({ connectionString }: StatementWire) {
  const env = { TAXIWAY_DATABASE_URL: connectionString, TAXIWAY_DATA_DIR: folder }
  return { dataFolder: folder, configFolder: folder, env }
}

const run = (on: StatementWire, ...words: string[]) =>
  taxiway(words, { cwd: files, env: placeOf(on).env })

/** Killed right after so many statements of one kind. */
async function killed(
  on: StatementWire,
  words: readonly string[],
  { statements, matching = /./ }: { readonly statements: number; readonly matching?: RegExp },
): Promise<void> {
  const child = startTaxiwayCommand(words, { cwd: files, env: placeOf(on).env })
  on.after(statements, matching, () => child.kill('SIGKILL'))
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
}

test(`a restore through ${kills} kills and one at its commit (seed ${seed})`, async () => {
  const on = await wireToNew()
  const restore = ['restore', 'whole.tar.gz']
  for (let n = 0; n < kills; n++) await killed(on, restore, { statements: 5 + random.below(120) })
  const next = await run(on, ...restore)
  expect([next.code, next.stderr]).toEqual([0, expect.any(String)])
  expect((await run(on, 'verify', 'store')).code).toBe(0)
  // Once there is something, a restore says so instead of writing into it.
  const again = await run(on, ...restore)
  expect(again.code).not.toBe(0)
  expect(again.stderr).not.toMatch(/went wrong inside|^\s+at /m)
})

test(`a rotation of the key through ${kills} kills (seed ${seed})`, async () => {
  const rotate = ['keys', 'rotate']
  for (let n = 0; n < kills; n++) {
    await killed(filled, rotate, { statements: 3 + random.below(40) })
    expect((await run(filled, 'verify', 'store')).code).toBe(0)
  }
  const next = await run(filled, ...rotate)
  expect([next.code, next.stderr]).toEqual([0, expect.any(String)])
  const server = await startTaxiwayProcess(placeOf(filled))
  const client = await signIn(server.origin, server.credentials())
  expect(await client.all(devicesPath)).toHaveLength(devices)
  expect(await server.kill('SIGTERM')).toBe(0)
  expect((await run(filled, 'verify', 'store')).code).toBe(0)
})
