/** The devices of a seed: as many as there are, and nothing left of a start that died among them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { maxImportRows } from '../../../src/core/imports/accept-import.ts'
import { applySeed } from '../../../src/host/seed/apply-seed.ts'
import type { SeedDeps } from '../../../src/host/seed/seed-deps.ts'
import { readSeed } from '../../../src/host/seed/seed-file.ts'
import { fleetRows } from '../../support/device-files.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'
import { devicesPath, importedPath } from '../../support/wire-client.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let folder: string
beforeAll(async () => {
  registry = await openRegistry()
  folder = await mkdtemp(join(tmpdir(), 'taxiway-seeded-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await registry.close()
})

type Devices = readonly { readonly hardwareHash: string }[]

const fleet = (seed: string, count: number): Devices =>
  fleetRows(seed, count).map(({ hardwareHash }) => ({ hardwareHash }))

/** One start; `dies` ends it before it reads what became of its devices. */
async function start({ tenantId }: Client, devices: Devices, dies = false): Promise<void> {
  const path = join(folder, 'seed.json')
  const tenant = { id: tenantId, domain: `${tenantId}.test`, displayName: 'Seeded', devices }
  await writeFile(path, JSON.stringify({ tenants: [tenant] }))
  const list = () => Promise.reject(new Error('died'))
  const deps: SeedDeps = {
    ...registry.app,
    ...(dies && { imports: { ...registry.app.imports, list } }),
    hashPassword: async () => 'none',
    wellKnownByDefault: false,
    decideAll: registry.decideAll,
    onKept: () => undefined,
    keepMade: async () => undefined,
  }
  await applySeed(await readSeed(path), deps)
}

async function counted(client: Client, path: string): Promise<number> {
  return (await json(client.ask('GET', `${path}?$count=true&$top=1`)))['@odata.count']
}

test('receipts of a start that died are removed by the next one', async () => {
  const client = await registry.newTenant()
  const rows = fleet('seeded', 6)
  for (let death = 0; death < 2; death++)
    await expect(start(client, rows, true)).rejects.toThrow('died')
  expect(await counted(client, importedPath)).toBe(6)
  const own = { hardwareIdentifier: fleet('own', 1)[0]?.hardwareHash, importId: 'mine' }
  expect((await client.ask('POST', importedPath, own)).status).toBe(201)

  await start(client, rows)
  expect(await counted(client, importedPath)).toBe(1)
  expect(await counted(client, devicesPath)).toBe(7)
})

test('a seed may have more devices than one import takes', async () => {
  const client = await registry.newTenant()
  const refused = Array.from({ length: maxImportRows }, () => ({ hardwareHash: 'AAAA' }))
  const started = start(client, [...refused, ...fleet('many', 1), ...refused.slice(0, 1)])
  await expect(started).rejects.toThrow(`devices.${maxImportRows + 1}: InvalidZtdHardwareHash`)
  expect(await counted(client, devicesPath)).toBe(1)
  expect(await counted(client, importedPath)).toBe(0)
})

test('a device that is refused is named by its place in the seed', async () => {
  const client = await registry.newTenant()
  const [one] = fleet('refused', 1)
  await start(client, [one] as Devices)
  const refused = start(client, [one, { hardwareHash: 'AAAA' }] as Devices)
  await expect(refused).rejects.toThrow('devices.1: InvalidZtdHardwareHash')
})
