/** Groups and profiles of a seed file, as Graph shows them. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applySeed } from '../../../src/host/seed/apply-seed.ts'
import type { SeedDeps } from '../../../src/host/seed/seed-deps.ts'
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

/** What the log said that was not given again. */
const kept: string[] = []

async function apply(tenant: object): Promise<unknown> {
  const path = join(folder, 'seed.json')
  await writeFile(path, JSON.stringify({ tenants: [tenant] }))
  const deps: SeedDeps = {
    ...registry.app,
    hashPassword: async () => 'none',
    wellKnownByDefault: false,
    decideAll: registry.decideAll,
    onKept: (sentence) => kept.push(sentence),
    keepMade: async () => undefined,
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

const publicJwk = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' })

test('keys of programs are public RSA keys of 2048 bits or more for RS256, and others are refused by name', async () => {
  const client = await registry.newTenant()
  const seeded = (key: object) =>
    apply({
      id: client.tenantId,
      domain: `${client.tenantId}.test`,
      displayName: 'Seeded',
      applications: [{ displayName: 'Plant', keys: [key] }],
    })
  const good = publicJwk(2048)
  for (const [key, why] of [
    [{ ...good, d: 'AQAB' }, 'holds a private key'],
    [{ ...good, kty: 'EC' }, 'must be an RSA key'],
    [{ ...good, use: 'enc' }, 'must be for signatures by RS256'],
    [{ ...good, alg: 'none' }, 'must be for signatures by RS256'],
    [{ ...good, n: undefined }, 'is not a JSON Web Key'],
    [{ ...good, kid: 7 }, 'must have a text as kid'],
    [publicJwk(1024), 'must have 2048 bits or more'],
  ] as const)
    await expect(seeded(key)).rejects.toThrow(`tenants.0.applications.0.keys.0 ${why}`)
  await seeded({ ...good, kid: 'one', alg: 'RS256', use: 'sig' })
  const [plant] = await registry.app.applications
    .list(client.tenantId)
    .then((all) => all.filter(({ displayName }) => displayName === 'Plant'))
  expect(plant).toMatchObject({ keys: [{ n: good.n, kid: 'one' }], secrets: [] })
})

test('a seed that names another key ends the one it named, and none that a person gave', async () => {
  const owner = await registry.newTenant()
  const clientId = randomUUID()
  const keyed = (kid: string) => ({ ...publicJwk(2048), kid })
  const [first, second, own] = [keyed('first'), keyed('second'), keyed('own')]
  const seeded = (key: object) =>
    apply({
      id: owner.tenantId,
      domain: `${owner.tenantId}.test`,
      displayName: 'Seeded',
      applications: [{ clientId, displayName: 'Plant', keys: [key] }],
    })
  const path = `/admin/v1/applications/${clientId}/keys`
  const kids = async () =>
    (await json(owner.ask('GET', path))).value.map(({ kid }: Json) => kid).toSorted()
  await seeded(first)
  // An end that a person gave stays too.
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  await owner.ask('POST', path, { key: first, expiresAt })
  await seeded(first)
  expect((await json(owner.ask('GET', path))).value).toMatchObject([{ kid: 'first', expiresAt }])
  expect((await owner.ask('POST', path, { key: own })).status).toBe(201)
  await seeded(second)
  expect(await kids()).toEqual(['own', 'second'])
  expect((await owner.ask('POST', path, { key: first })).status).toBe(201)
  await seeded(second)
  expect(await kids()).toEqual(['first', 'own', 'second'])
})

test('what a person took away stays away, however often the server starts, and the log says so', async () => {
  const owner = await registry.newTenant()
  const { tenantId } = owner
  const clientId = randomUUID()
  const secret = 'a secret of the seed, long enough'
  const seed = {
    id: tenantId,
    domain: `${tenantId}.test`,
    displayName: 'Seeded',
    users: [{ userPrincipalName: 'bea@seed.test', displayName: 'Bea' }],
    applications: [
      {
        clientId,
        displayName: 'Robot',
        secret,
        roles: ['Group.Read.All', 'User.Read.All'],
        keys: [publicJwk(2048)],
      },
      { displayName: 'Doomed', secret, roles: [] },
    ],
    groups: [
      { displayName: 'Team', members: ['bea@seed.test'] },
      { displayName: 'Gone', members: ['bea@seed.test'] },
    ],
    profiles: [{ displayName: 'P', assignedTo: ['Gone'] }],
  }
  await apply(seed)
  const id = async (path: string, name: string): Promise<Json> =>
    (await json(owner.ask('GET', path))).value.find((each: Json) => each.displayName === name)
  const [team, gone] = [await id('/v1.0/groups', 'Team'), await id('/v1.0/groups', 'Gone')]
  const [{ id: member }] = (await json(owner.ask('GET', `/v1.0/groups/${team.id}/members`))).value
  const secrets = `/admin/v1/applications/${clientId}/secrets`
  const [{ id: secretId }] = (await json(owner.ask('GET', secrets))).value
  const keys = `/admin/v1/applications/${clientId}/keys`
  const [{ id: keyId }] = (await json(owner.ask('GET', keys))).value
  const doomed = await id('/admin/v1/applications', 'Doomed')

  for (const [method, path, body] of [
    ['DELETE', `/v1.0/groups/${team.id}/members/${member}/$ref`],
    ['DELETE', `/v1.0/groups/${gone.id}`],
    ['DELETE', `${secrets}/${secretId}`],
    ['DELETE', `${keys}/${keyId}`],
    ['DELETE', `/admin/v1/applications/${doomed.applicationId}`],
    ['PATCH', `/admin/v1/applications/${clientId}`, { roles: ['User.Read.All'], enabled: false }],
  ] as const)
    expect([path, (await owner.ask(method, path, body)).ok]).toEqual([path, true])

  for (let start = 0; start < 2; start++) {
    kept.length = 0
    await apply(seed)
    expect((await json(owner.ask('GET', `/v1.0/groups/${team.id}/members`))).value).toEqual([])
    expect(await id('/v1.0/groups', 'Gone')).toBeUndefined()
    expect((await json(owner.ask('GET', secrets))).value).toEqual([])
    expect((await json(owner.ask('GET', keys))).value).toEqual([])
    expect(await id('/admin/v1/applications', 'Doomed')).toBeUndefined()
    expect(await id('/admin/v1/applications', 'Robot')).toMatchObject({
      enabled: false,
      roles: ['User.Read.All'],
    })
    expect(kept).toHaveLength(6)
    expect(kept.join('\n')).not.toContain(secret)
  }
  // What is new in the file is given all the same.
  const next = 'another secret, just as long'
  await apply({
    ...seed,
    applications: [{ clientId, displayName: 'Robot', secret: next, roles: ['Device.Read.All'] }],
  })
  expect((await json(owner.ask('GET', secrets))).value).toHaveLength(1)
  expect(await id('/admin/v1/applications', 'Robot')).toMatchObject({ roles: ['Device.Read.All'] })
})
