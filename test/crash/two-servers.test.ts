/** Two servers on one PostgreSQL. */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFleet } from '../../src/hardware-hash/index.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { devicesPath, importedPath, importOf, signIn, trust } from '../support/wire-client.ts'

const rows = 5_000

let database: TestDatabase
let servers: TaxiwayProcess[] = []
beforeAll(async () => {
  database = await createDatabase(localBackend)
  const env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
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
    server.log().includes('Made the tenant contoso.test'),
  )
  expect(introduced).toHaveLength(1)
})

test(`they take turns on one import of ${rows} rows: both do work, no row is done twice`, async () => {
  const first = servers.find((server) => server.log().includes('Made the tenant')) as TaxiwayProcess
  const client = await signIn(first.origin, first.credentials())
  const fleet = [
    ...makeFleet({ seed: 'two servers', count: rows, mix: { lenovo: 1, hp: 1, dell: 1 } }),
  ]
  const devices = fleet.map(({ hash }, index) => ({ importId: `row-${index}`, hash: hash().text }))
  await client.ask('POST', `${importedPath}/import`, importOf(devices))

  let receipts = await client.all(importedPath)
  while (receipts.some(({ state }) => state.deviceImportStatus === 'unknown')) {
    await pause(50)
    receipts = await client.all(importedPath)
  }
  expect(receipts).toHaveLength(rows)
  expect(receipts.every(({ state }) => state.deviceImportStatus === 'complete')).toBe(true)
  expect(await client.all(devicesPath)).toHaveLength(rows)

  const done = await Promise.all(servers.map(rowsDecidedBy))
  expect(done.reduce((sum, each) => sum + each)).toBe(rows)
  expect(Math.min(...done)).toBeGreaterThan(0)
})

async function rowsDecidedBy({ origin }: TaxiwayProcess): Promise<number> {
  const metrics = await (await fetch(`${origin}/metrics`)).text()
  const counts = [...metrics.matchAll(/^taxiway_import_rows_total\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
