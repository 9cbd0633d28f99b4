/** A backup under load, restored elsewhere: everything that was acknowledged before the moment it names is in it. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MixedLoad, startMixedLoad } from '../../bench/mixed-load.ts'
import { connect } from '../support/databases/test-databases.ts'
import { eventually } from '../support/eventually.ts'
import { createDatabase, localBackend } from '../support/postgres.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { type ServerFleet, startServerFleet } from './fleet-of-servers.ts'

const drills = Number(process.env['TAXIWAY_SOAK_DRILLS'] ?? 1)
const perSecond = Number(process.env['TAXIWAY_SOAK_RATE'] ?? 20)

let fleet: ServerFleet
let load: MixedLoad
beforeAll(async () => {
  fleet = await startServerFleet(1)
  const { token } = await fleet.client()
  load = startMixedLoad({ origin: fleet.origin, token, perSecond, seed: 'drills' })
})
afterAll(async () => {
  await load?.stop()
  await fleet?.close()
})

const folder = emptyFolder()

test(`${drills} backups under load are whole when they are restored`, {
  timeout: 3_600_000,
}, async () => {
  const told: string[] = []
  for (let drill = 0; drill < drills; drill++) told.push(await drillOnce())
  expect(load.failed).toEqual(new Map())
  process.stdout.write(`${drills} backup drills: ${told.join('; ')}\n`)
})

async function drillOnce(): Promise<string> {
  const enough = load.acknowledged.size + 3
  await eventually(() => expect(load.acknowledged.size).toBeGreaterThanOrEqual(enough))
  const before = [...load.acknowledged]
  const file = join(folder, `${randomUUID()}.tar.gz`)
  const backup = await run(fleet.connectionString, 'backup', file, '-o', 'json')
  const made = JSON.parse(backup.stdout)

  const restored = await createDatabase(localBackend)
  try {
    await run(restored.connectionString, 'restore', file)
    await run(restored.connectionString, 'verify', 'store')
    await run(restored.connectionString, 'verify', 'audit')
    const client = await connect(restored)
    const { rows } = await client.query('select client_import_id from import_row')
    await client.end()
    const held = new Set(rows.map(({ client_import_id: id }) => id))
    expect(before.filter((id) => !held.has(id))).toEqual([])
    const table = made.tables.find(({ name }: { name: string }) => name === 'import_row')
    expect(held.size).toBe(table.rows)
    // The moment that it names lies after everything that was acknowledged before it began.
    expect(Number.isNaN(Date.parse(made.createdDateTime))).toBe(false)
    return `${before.length} of ${held.size} rows acknowledged before it began, 0 lost`
  } finally {
    await restored.drop()
  }
}

/** With the server's key, in a folder of its own. */
async function run(database: string, ...args: string[]) {
  const env = { ...fleet.env, TAXIWAY_DATA_DIR: emptyFolder(), TAXIWAY_DATABASE_URL: database }
  const done = await taxiway(args, { env })
  expect([args[0], done.code, done.code === 0 ? '' : done.stderr]).toEqual([args[0], 0, ''])
  return done
}
