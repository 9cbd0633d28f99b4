/** An OEM deregisters a device by the names by which it registered it, whatever its hash says; and nobody else's. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Json, json } from '../support/registry.ts'
import { knownDevices, oemToken, resetWorld } from './known-devices.ts'
import { ids, openWorld, type World } from './partner-world.ts'

let world: World
let token: string
const here = { tenantId: ids.customerId, tenantDomain: 'aerofleet.test' }
const away = { tenantId: '', tenantDomain: '' }
const own = { manufacturer: 'Plant 7', model: 'Line B', serialNumber: 'P7-0001' }

beforeAll(async () => {
  world = await openWorld()
  token = await oemToken(world.registry)
})
beforeEach(async () => {
  await resetWorld(world)
  const oem = await world.personToken(ids.oemId, {
    name: 'maker',
    roles: ['Global Administrator'],
    aud: 'https://graph.microsoft.com',
  })
  await world.consent({}, oem, { scopes: ['devices.add', 'devices.remove.own'] })
})
afterAll(async () => {
  await world.registry.close()
  expect(world.registry.failures).toEqual([])
})

/** What became of each. */
async function send(...devices: readonly object[]): Promise<Json[]> {
  const sent = await world.send('POST', '/oem/v1/devices', { token, body: { devices } })
  expect(sent.status).toBe(202)
  await world.registry.decideAll()
  const { body } = await world.send('GET', sent.body.statusUrl, { token })
  return body.rows.map(({ errorName, status }: Json) => errorName ?? status)
}

const namesOf = (n: number) => {
  const { manufacturer, model, serial: serialNumber } = hashFixture(n)
  return { manufacturer, model, serialNumber }
}

const left = async () =>
  (await json(world.clients.customer.ask('GET', '/admin/v1/devices'))).value.length

async function reportedByStranger(n: number, names: object): Promise<void> {
  const standing = { kind: 'oem', verified: true, providerId: null } as const
  await world.registry.app.partners.setStanding(ids.strangerId, standing)
  const theirs = await oemToken(world.registry, undefined, ids.strangerId)
  const { hardwareHash } = hashFixture(n)
  const devices = [{ ...names, productKeyId: null, hardwareHash }]
  const sent = await world.send('POST', '/oem/v1/inventory', { token: theirs, body: { devices } })
  expect(sent.status).toBe(202)
  const { rows } = await world.registry.store.pool.query(
    'select from known_device where reported_by = $1',
    [ids.strangerId],
  )
  expect(rows).toHaveLength(1)
}

test('by its own names, of which the hash says nothing', async () => {
  await knownDevices(world, [1], { ...own, productKeyId: null })
  expect(await send({ ...own, ...here })).toEqual(['finished'])
  expect(await send({ ...own, ...away })).toEqual(['finished'])
  expect(await left()).toBe(0)
  expect(await send({ ...own, ...away })).toEqual(['ZtdDeviceNotFound'])
})

test('by those of the hash as before', async () => {
  await knownDevices(world, [1], { ...own, productKeyId: null })
  expect(await send({ ...own, ...here })).toEqual(['finished'])
  expect(await send({ ...namesOf(1), ...away })).toEqual(['finished'])
})

test('names that mean two of its devices take neither', async () => {
  await knownDevices(world, [1], { ...own, productKeyId: null })
  await knownDevices(world, [2])
  expect(await send({ ...own, ...here }, { ...namesOf(2), ...here })).toEqual([
    'finished',
    'finished',
  ])
  await knownDevices(world, [2], { ...own, productKeyId: null })
  expect(await send({ ...own, ...away })).toEqual(['ZtdDeviceIsNotUnique'])
  expect(await left()).toBe(2)
})

test('what another maker reports under its names leads to none of its devices', async () => {
  await knownDevices(world, [2])
  expect(await send({ ...namesOf(2), ...here })).toEqual(['finished'])
  await reportedByStranger(2, own)
  expect(await send({ ...own, ...away })).toEqual(['ZtdDeviceNotFound'])
  expect(await left()).toBe(1)
})

test('a look-alike takes no device that somebody else registered', async () => {
  await knownDevices(world, [1], { ...own, productKeyId: null })
  const { hardwareHash: hardwareIdentifier } = hashFixture(1)
  const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
  await world.clients.customer.ask('POST', imports, { hardwareIdentifier })
  await world.registry.decideAll()
  expect(await left()).toBe(1)
  for (const names of [own, namesOf(1)])
    expect(await send({ ...names, ...away })).toEqual(['ZtdDeviceNotFound'])
  expect(await left()).toBe(1)
})
