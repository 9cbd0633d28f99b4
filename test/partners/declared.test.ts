/** Devices that partners declare before anybody knows their hash: what takes the hash, and what it never stands in the way of. */
import { askByHashAlone, askForProfile, type Service } from 'taxiway-device'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { machine } from '../deployment/support.ts'
import { type Client, type Json, json, origin } from '../support/registry.ts'
import { knownDevices, oemToken, resetWorld } from './known-devices.ts'
import { ids, openWorld, partnerAudience, type World } from './partner-world.ts'

let world: World
const opened = openWorld({ deployment: { hashOnly: true } })

beforeEach(async () => {
  world = await opened
  await resetWorld(world)
  for (const client of Object.values(world.clients)) await declares(client, 'declare')
})
afterAll(async () => {
  const { registry } = await opened
  await registry.close()
  expect(registry.failures).toEqual([])
})

async function declares(client: Client, unknownTuples: string): Promise<void> {
  const answer = await client.ask('PATCH', '/admin/v1/settings', { unknownTuples })
  expect(await answer.json()).toMatchObject({ unknownTuples })
}

const { fixture, prover } = machine(0)
const { hardwareHash } = fixture
const names = {
  SerialNumber: fixture.serial,
  OemManufacturerName: fixture.manufacturer,
  ModelName: fixture.model,
}

/** What became of each row. */
async function sent(devices: readonly object[], at: Json = {}): Promise<readonly Json[]> {
  const { customer = ids.customerId, token = world.tokens.partner } = at
  const posted = await world.send('POST', `/v1/customers/${customer}/deviceBatches`, {
    token,
    body: { BatchId: `Batch ${Math.random()}`, Devices: devices },
  })
  expect(posted.status).toBe(202)
  await world.registry.decideAll()
  const job = await world.send('GET', `/v1${posted.headers.get('location')}`, { token })
  return job.body.devicesStatus
}

const said = async (devices: readonly object[], at?: Json) =>
  (await sent(devices, at)).map((row) => row.errorDescription ?? row.status)

const ownPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

/** What the tenant's own import of the hash says. */
async function imported(client: Client, hash = hardwareHash): Promise<string> {
  const { id } = await json(client.ask('POST', ownPath, { hardwareIdentifier: hash }))
  await world.registry.decideAll()
  const { state } = await json(client.ask('GET', `${ownPath}/${id}`))
  return state.deviceImportStatus === 'complete' ? 'complete' : state.deviceErrorName
}

async function devicesOf(client: Client): Promise<readonly Json[]> {
  return (await json(client.ask('GET', '/admin/v1/devices'))).value
}

const historyOf = (client: Client, { id }: Json) =>
  json(client.ask('GET', `/admin/v1/devices/${id}/history`))

async function assignProfile(client: Client, displayName: string): Promise<void> {
  const path = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
  const type = '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile'
  const outOfBoxExperienceSetting = { userType: 'standard', deviceUsageType: 'singleUser' }
  const { id } = await json(
    client.ask('POST', path, { '@odata.type': type, displayName, outOfBoxExperienceSetting }),
  )
  await client.ask('POST', `${path}/${id}/assignments`, {
    target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' },
  })
}

const service: Service = {
  origin,
  ask: async (request) => (await opened).registry.app.fetch(request),
}

/** Another customer of another partner: what a rival declares. */
async function rival(): Promise<Json> {
  const { registry, tokens, send } = world
  await registry.app.tenants.ensure({
    id: ids.secondPartnerId,
    displayName: 'Southwind Partners',
    domains: ['southwind.test'],
  })
  const standing = { kind: 'cspDirect', verified: false, providerId: null } as const
  await registry.app.partners.setStanding(ids.secondPartnerId, standing)
  const person = { name: 'second', roles: ['Admin agent'] }
  const asker = await world.personToken(ids.secondPartnerId, {
    ...person,
    aud: 'https://graph.microsoft.com',
  })
  const asked = await world.askFor(asker, { customerDomain: 'seaplane.test' })
  await send('POST', `/admin/v1/relationship-requests/${asked.id}/accept`, {
    token: tokens.strangerAdmin,
    body: { confirm: true },
  })
  const token = await world.personToken(ids.secondPartnerId, { ...person, aud: partnerAudience })
  return { customer: ids.strangerId, token }
}

test('refused with 812 where the customer does not let its partners declare', async () => {
  const { customer } = world.clients
  await declares(customer, 'refuse')
  await world.consent()
  expect(await said([names])).toEqual(['ZtdDeviceNotFound'])
  expect(await devicesOf(customer)).toEqual([])
})

test('declared once, at claim level 1; product key ids alone, half names and numbers that many devices have are not', async () => {
  const { customer } = world.clients
  await world.consent({ maxDevices: 2 })
  const { OemManufacturerName, ModelName } = names
  const junk = { OemManufacturerName, ModelName, SerialNumber: 'To be filled by O.E.M.' }
  const other = { ...names, SerialNumber: 'ANOTHER-1' }
  expect(
    await said([
      names,
      names,
      { ProductKey: '3305376231696' },
      { SerialNumber: fixture.serial, OemManufacturerName },
      junk,
      other,
      { ...names, SerialNumber: 'ANOTHER-2' },
    ]),
  ).toEqual([
    'finished',
    'ZtdDeviceDuplicated',
    'ZtdDeviceNotFound',
    'MissingZtdSerialNumberAndProductKey',
    'ZtdDeviceNotFound',
    'finished',
    'CustomerLimitReached',
  ])
  expect(await said([names])).toEqual(['ZtdDeviceAlreadyAssigned'])
  const [first] = await devicesOf(customer).then((all) =>
    all.filter(({ serialNumber }) => serialNumber === fixture.serial),
  )
  expect(first).toMatchObject({ claimLevel: 1, manufacturer: fixture.manufacturer })
  expect(await historyOf(customer, first)).toMatchObject({ awaitsHash: true, hashes: [] })
})

test('an import of the customer brings the first hash; spelled otherwise it is another device', async () => {
  const { customer } = world.clients
  await world.consent()
  const shouted = { ...names, OemManufacturerName: `${fixture.manufacturer} Inc.` }
  expect(await said([names, shouted])).toEqual(['finished', 'finished'])
  expect(await imported(customer)).toBe('ZtdDeviceAlreadyAssigned')
  const all = await devicesOf(customer)
  expect(all).toHaveLength(2)
  const histories = await Promise.all(all.map((each) => historyOf(customer, each)))
  expect(histories.map(({ awaitsHash, hashes }) => [awaitsHash, hashes.length]).toSorted()).toEqual(
    [
      [false, 1],
      [true, 0],
    ],
  )
  expect(await imported(customer)).toBe('ZtdDeviceAlreadyAssigned')
  expect(await said([names])).toEqual(['ZtdDeviceAlreadyAssigned'])
  expect(await devicesOf(customer)).toHaveLength(2)
})

test('a product key id that was declared must be the hash’s own', async () => {
  const { customer } = world.clients
  await world.consent()
  expect(await said([{ ...names, ProductKey: '3305376231696' }])).toEqual(['finished'])
  expect(await imported(customer)).toBe('complete')
  expect(await devicesOf(customer)).toHaveLength(2)
})

test('another tenant’s declaration keeps nobody out: who has the hash registers it, and the device is theirs', async () => {
  const { customer, stranger } = world.clients
  await world.consent()
  await assignProfile(customer, 'Aerofleet')
  await assignProfile(stranger, 'Seaplane')
  const other = await rival()
  expect(await said([names], other)).toEqual(['finished'])
  expect(await said([names])).toEqual(['finished'])
  expect(await imported(customer)).toBe('ZtdDeviceAlreadyAssigned')
  expect(await imported(stranger)).toBe('ZtdDeviceAssignedToOtherTenant')
  expect(await askForProfile(service, hardwareHash, prover)).toMatchObject({
    result: 'profile',
    profile: { CloudAssignedTenantId: ids.customerId },
  })
  const [rivals] = await devicesOf(stranger)
  expect(await historyOf(stranger, rivals)).toMatchObject({ awaitsHash: true, claimLevel: 1 })
})

test('the device itself brings the first hash, once its TPM key is proved: to the first who declared it', async () => {
  const { customer, stranger } = world.clients
  await world.consent()
  await assignProfile(customer, 'Aerofleet')
  await assignProfile(stranger, 'Seaplane')
  await said([names])
  expect(await said([names], await rival())).toEqual(['finished'])
  await customer.ask('PATCH', '/admin/v1/deployment-policy', { allowHashOnly: true })
  expect(await askByHashAlone(service, hardwareHash)).toMatchObject({ result: 'none' })
  await customer.ask('PATCH', '/admin/v1/deployment-policy', { requireEkCertificate: true })
  expect(await askForProfile(service, hardwareHash, prover)).toMatchObject({ code: 171 })
  await customer.ask('PATCH', '/admin/v1/deployment-policy', { requireEkCertificate: false })
  const given = await askForProfile(service, hardwareHash, prover)
  expect(given).toMatchObject({
    result: 'profile',
    profile: { CloudAssignedTenantId: ids.customerId },
  })
  const [own] = await devicesOf(customer)
  expect(own).toMatchObject({ claimLevel: 2 })
  expect(await historyOf(customer, own)).toMatchObject({ awaitsHash: false, hashes: [{}] })
  // Its hash is known now, and still says nothing without the key.
  expect(await askByHashAlone(service, hardwareHash)).toMatchObject({ result: 'none' })
  expect(await imported(stranger)).toBe('ZtdDeviceAssignedToOtherTenant')
  await customer.ask('PATCH', '/admin/v1/deployment-policy', { allowHashOnly: false })
})

test('deleted and declared again it takes the place of the reserved one; released it is gone', async () => {
  const { customer } = world.clients
  await world.consent()
  await said([names])
  const [first] = await devicesOf(customer)
  const remove = (id: string) =>
    customer.ask('DELETE', `/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${id}`)
  expect((await remove(first.id)).status).toBe(204)
  expect(await said([names])).toEqual(['finished'])
  const restored = await customer.ask('POST', `/admin/v1/deleted-devices/${first.id}/restore`)
  expect(restored.status).toBe(409)
  const [second] = await devicesOf(customer)
  await remove(second.id)
  expect(
    (await customer.ask('POST', `/admin/v1/deleted-devices/${second.id}/restore`)).status,
  ).toBe(200)
  expect(await imported(customer)).toBe('ZtdDeviceAlreadyAssigned')
  expect(await devicesOf(customer)).toMatchObject([{ id: second.id }])
})

test('two jobs that declare one device at the same moment declare it once; what a maker reported is not a declaration', async () => {
  const { registry, clients } = world
  const token = await oemToken(registry)
  const plant = await registry.newClient(ids.oemId, ['Taxiway.Oem.Register'])
  await world.consent({}, plant.token, { scopes: ['devices.add'] })
  const tenant = { tenantId: ids.customerId, tenantDomain: 'aerofleet.test' }
  const { manufacturer, model, serial } = fixture
  const row = { rowId: '1', ...tenant, manufacturer, model, serialNumber: serial }
  const send = () => world.send('POST', '/oem/v1/devices', { token, body: { devices: [row] } })
  const answers = await Promise.all([send(), send(), send()])
  await Promise.all([registry.decideAll(), registry.decideAll()])
  await registry.decideAll()
  const outcomes = await Promise.all(
    answers.map(async ({ body }) => {
      const [only] = (await world.send('GET', body.statusUrl, { token })).body.rows
      return only.errorName ?? only.status
    }),
  )
  expect(outcomes.toSorted()).toEqual([
    'ZtdDeviceAlreadyAssigned',
    'ZtdDeviceAlreadyAssigned',
    'finished',
  ])
  await knownDevices(world, [1])
  expect(await devicesOf(clients.customer)).toHaveLength(1)
})
