/** Two servers on one PostgreSQL. */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import type { Json } from '../support/registry.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import {
  devicesPath,
  importedPath,
  importOf,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'

const rows = 5_000
/** Which server is quicker at a moment is the machine's to say; so often one may do everything. */
const maxImports = 6

let database: TestDatabase
let servers: TaxiwayProcess[] = []
beforeAll(async () => {
  database = await createDatabase(localBackend)
  const env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_METRICS_PORT: 'origin',
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  }
  // Both at once: they migrate and make the first tenant together, and only one of them may.
  servers = await Promise.all([startTaxiwayProcess({ env }), startTaxiwayProcess({ env })])
  for (const { ca } of servers) trust(ca)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.dispose()))
  await database.drop()
})

test('started together on an empty database, exactly one makes the first tenant', () => {
  const introduced = servers.filter((server) =>
    server.log().includes('Created the tenant contoso.test'),
  )
  expect(introduced).toHaveLength(1)
})

test(`each takes an import of ${rows / 2} rows: both do work, no row is done twice`, async () => {
  const first = servers.find((server) =>
    server.log().includes('Created the tenant'),
  ) as TaxiwayProcess
  const clients = await Promise.all(
    servers.map(({ origin }) => signIn(origin, first.credentials())),
  )
  const [client] = clients as [WireClient]
  let done: readonly number[] = [0, 0]
  for (let imports = 1; imports <= maxImports && Math.min(...done) === 0; imports++) {
    await importAll(clients, imports)
    done = await Promise.all(servers.map(rowsDecidedBy))
    expect(done.reduce((sum, each) => sum + each)).toBe(imports * rows)
    expect(await client.all(devicesPath)).toHaveLength(imports * rows)
  }
  expect(Math.min(...done)).toBeGreaterThan(0)
})

/** Imports machines that are others for every `number`, a part through each server, and waits until all are registered. */
async function importAll(clients: readonly WireClient[], number: number): Promise<void> {
  const [client] = clients as [WireClient]
  const mix = { lenovo: 1, hp: 1, dell: 1 }
  const fleet = [...makeFleet({ seed: `two servers ${number}`, count: rows, mix })]
  const devices = fleet.map(({ hash }, index) => ({
    importId: `row-${number}-${index}`,
    hash: hash().text,
  }))
  const size = rows / clients.length
  await Promise.all(
    clients.map((each, n) =>
      each.ask('POST', `${importedPath}/import`, importOf(devices.slice(n * size, (n + 1) * size))),
    ),
  )
  const isOpen = ({ state }: Json) => state.deviceImportStatus === 'unknown'
  let receipts = await client.all(importedPath)
  for (; receipts.some(isOpen); receipts = await client.all(importedPath)) await pause(50)
  expect(receipts).toHaveLength(number * rows)
  expect(receipts.every(({ state }) => state.deviceImportStatus === 'complete')).toBe(true)
}

async function rowsDecidedBy({ origin }: TaxiwayProcess): Promise<number> {
  const metrics = await (await fetch(`${origin}/metrics`)).text()
  const counts = [...metrics.matchAll(/^taxiway_import_rows_total\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
