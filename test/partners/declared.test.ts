/** Devices that partners declare before anybody knows their hash: what takes the hash, and what it never stands in the way of. */
import { askByHashAlone, askForProfile, type Service } from 'taxiway-device'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type Client, type Json, json, origin } from '../support/registry.ts'
import {
  beginTest,
  devicesOf,
  fixture,
  hardwareHash,
  historyOf,
  imported,
  names,
  opened,
  prover,
  said,
  world,
} from './declared-stage.ts'
import { knownDevices, oemToken } from './known-devices.ts'
import { ids, partnerAudience } from './partner-world.ts'
import './declaring.ts'

beforeEach(beginTest)
afterAll(async () => {
  const { registry } = await opened
  await registry.close()
  expect(registry.failures).toEqual([])
})

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
