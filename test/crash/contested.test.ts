/** Two tenants want the same devices at the same moment, on two servers that are killed meanwhile. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import {
  decodeHardwareHash,
  type LifeEvent,
  makeFleet,
  randomFrom,
  remakeHardwareHash,
} from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { twoTenants } from '../support/two-tenants.ts'
import {
  devicesPath,
  importedPath,
  importOf,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_120)
const devices = Number(process.env['TAXIWAY_CONTESTED'] ?? 2_000)
const kills = Number(process.env['TAXIWAY_CONTESTED_KILLS'] ?? 4)
const chunk = 250

const tenants = twoTenants(['DeviceManagementServiceConfig.ReadWrite.All'])

let database: TestDatabase
const servers: TaxiwayProcess[] = []
const folders = tenants.map(() => ({ dataFolder: emptyFolder(), configFolder: emptyFolder() }))
let env: Record<string, string>

beforeAll(async () => {
  database = await createDatabase(localBackend)
  const seedFile = join(emptyFolder(), 'seed.json')
  writeFileSync(seedFile, JSON.stringify({ tenants }))
  env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_SEED: seedFile,
  }
  await Promise.all(tenants.map((_, n) => start(n)))
  await discloseAll()
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.dispose()))
  await database.drop()
})

test(`of ${devices} devices each gets one owner through ${kills} kills (seed ${seed})`, {
  timeout: 600_000,
}, async () => {
  const [alpha = [], beta = []] = captures()
  const random = randomFrom(`contested ${seed}`)
  const uploads = Promise.all([upload(0, alpha), upload(1, beta)])
  for (let killed = 0; killed < kills; killed++) {
    await pause(100 + random.below(400))
    const n = random.below(2)
    await servers[n]?.kill('SIGKILL')
    await start(n)
  }
  await uploads

  const verdicts = await Promise.all(tenants.map((_, n) => decided(n)))
  const [complete = [], refused = []] = ['complete', 'error'].map((status) =>
    verdicts.map((rows) => rows.filter(({ state }) => state.deviceImportStatus === status)),
  )
  expect(complete.flat()).toHaveLength(devices)
  expect(refused.flat()).toHaveLength(devices)
  expect(new Set(refused.flat().map(({ state }) => state.deviceErrorName))).toEqual(
    new Set(['ZtdDeviceAssignedToOtherTenant']),
  )
  // The same device is complete for one of the two and refused to the other.
  const owners = complete.flat().map(({ importId }) => Number(importId.split('-')[1]))
  expect(new Set(owners).size).toBe(devices)
  const registered = await Promise.all(
    tenants.map(async (_, n) => (await (await client(n)).all(devicesPath)).length),
  )
  expect(registered.reduce((sum, each) => sum + each)).toBe(devices)
})

/** What an operator would allow, so that each row of the other tenant's devices is refused and none is held. */
async function discloseAll(): Promise<void> {
  const client = new pg.Client(database)
  await client.connect()
  await client.query('update tenant set cross_tenant_disclosures_per_day = 1000000')
  await client.end()
}

/** The same fleet captured twice: different bytes, the same machines; the second tenant's order is the reverse. */
function captures() {
  const fleet = [
    ...makeFleet({ seed: `contested ${seed}`, count: devices, mix: { lenovo: 1, hp: 1, dell: 1 } }),
  ]
  const first = fleet.map(({ hash }, n) => ({ importId: `alpha-${n}`, hash: hash().text }))
  const again = fleet.map(({ hash }, n) => ({
    importId: `beta-${n}`,
    hash: captureAgain(hash().bytes, n),
  }))
  return [first, again.toReversed()]
}

/** Later, with a new disk, or with the TPM hidden: no two captures share everything, some not even the TPM's key. */
function captureAgain(bytes: Uint8Array, n: number): string {
  const decoded = decodeHardwareHash(bytes)
  if (!decoded.ok) throw new Error(decoded.message)
  const events: LifeEvent[] = [{ event: 'regenerated' }]
  if (n % 3 === 1) events.push({ event: 'disk-swapped' })
  if (n % 3 === 2) events.push({ event: 'tpm-hidden' })
  return remakeHardwareHash(decoded, events).text
}

async function start(n: number): Promise<void> {
  const server = await startTaxiwayProcess({ ...folders[n], env })
  servers[n] = server
  trust(server.ca)
}

function client(n: number): Promise<WireClient> {
  const { id, applications } = tenants[n] as (typeof tenants)[number]
  const origin = servers[n]?.origin ?? ''
  return signIn(origin, {
    graph: origin,
    authority: origin,
    tenant: id,
    clientId: applications[0]?.clientId ?? '',
    clientSecret: applications[0]?.secret ?? '',
  })
}

/** Every chunk once, whatever happens to the server meanwhile: after a failure it is asked what it has. */
async function upload(
  n: number,
  rows: readonly { importId: string; hash: string }[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += chunk) {
    const part = rows.slice(at, at + chunk)
    for (let stored = false; !stored; ) {
      stored = await tryUpload(n, part).catch(() => false)
      if (!stored) await pause(20)
    }
  }
}

async function tryUpload(
  n: number,
  part: readonly { importId: string; hash: string }[],
): Promise<boolean> {
  const server = await client(n)
  const filter = encodeURIComponent(`importId eq '${part[0]?.importId}'`)
  const { value } = await server.ask('GET', `${importedPath}?$filter=${filter}`)
  if (value.length === 0) await server.ask('POST', `${importedPath}/import`, importOf(part))
  return true
}

async function decided(n: number) {
  for (;;) {
    const rows = await (await client(n)).all(importedPath)
    if (rows.every(({ state }) => state.deviceImportStatus !== 'unknown')) return rows
    await pause(50)
  }
}
