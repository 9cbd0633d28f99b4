/** Groups and profiles of a seed file, as Graph shows them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applySeed, type SeedDeps } from '../../../src/host/seed/apply-seed.ts'
import { readSeed } from '../../../src/host/seed/seed-file.ts'
import { hashFixture } from '../../support/hardware-hashes.ts'
import { type Json, json, openRegistry } from '../../support/registry.ts'
import { beta, encoded, identitySet, profileSet } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let folder: string
beforeAll(async () => {
  registry = await openRegistry()
  folder = await mkdtemp(join(tmpdir(), 'taxiway-seed-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await registry.close()
})

async function apply(tenant: object): Promise<unknown> {
  const path = join(folder, 'seed.json')
  await writeFile(path, JSON.stringify({ tenants: [tenant] }))
  const deps: SeedDeps = {
    ...registry.app,
    hashPassword: async () => 'none',
    wellKnownByDefault: false,
    decideAll: registry.decideAll,
  }
  return await applySeed(await readSeed(path), deps)
}

test('a seed’s groups and profiles are there, assigned, and applying it again changes nothing', async () => {
  const client = await registry.newTenant()
  const device = hashFixture(1)
  const seed = {
    id: client.tenantId,
    domain: `${client.tenantId}.test`,
    displayName: 'Seeded',
    users: [{ userPrincipalName: 'ann@seed.test', displayName: 'Ann' }],
    groups: [
      {
        displayName: 'Kiosks',
        dynamicRule: '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))',
      },
      { displayName: 'By name', members: ['ann@seed.test', device.serial] },
    ],
    profiles: [
      {
        displayName: 'Kiosk profile',
        assignedTo: ['Kiosks'],
        outOfBoxExperience: { deviceUsageType: 'shared' },
      },
      { displayName: 'Everyone', assignedTo: ['All devices'], excluded: ['By name'] },
    ],
    devices: [
      { serialNumber: device.serial, hardwareHash: device.hardwareHash, groupTag: 'Kiosk' },
    ],
  }
  const state = async () => ({
    groups: (await json(client.ask('GET', '/v1.0/groups'))).value,
    profiles: (await json(client.ask('GET', `${beta}/${profileSet}?$expand=assignments`))).value,
  })
  await apply(seed)
  const first = await state()
  expect(first.profiles.map((each: Json) => [each.displayName, each.assignments.length])).toEqual([
    ['Kiosk profile', 1],
    ['Everyone', 2],
  ])
  await apply(seed)
  expect(await state()).toEqual(first)
  const byName = first.groups.find((each: Json) => each.displayName === 'By name')
  const members = await json(client.ask('GET', `/v1.0/groups/${byName.id}/members`))
  expect(members.value.map((each: Json) => each['@odata.type']).toSorted()).toEqual([
    '#microsoft.graph.device',
    '#microsoft.graph.user',
  ])
  const filter = encoded("groupTag eq 'kiosk'")
  const found = await json(
    client.ask('GET', `${beta}/${identitySet}?$filter=${filter}&$expand=deploymentProfile`),
  )
  expect(found.value[0].deploymentProfile).toMatchObject({
    displayName: 'Kiosk profile',
    outOfBoxExperienceSetting: { deviceUsageType: 'shared' },
  })
})

test('a member and a group that are not there are named', async () => {
  const { tenantId } = await registry.newTenant()
  const seed = { id: tenantId, domain: `${tenantId}.test`, displayName: 'T' }
  await expect(
    apply({ ...seed, groups: [{ displayName: 'G', members: ['x@y'] }] }),
  ).rejects.toThrow("'x@y'")
  const profiles = [{ displayName: 'P', assignedTo: ['Nobody'] }]
  await expect(apply({ ...seed, profiles })).rejects.toThrow("'Nobody'")
})
