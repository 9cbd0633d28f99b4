/** Device links, and what the directory's clients write of a device. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { answer, beta, register } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  await register(registry, tenant)
})
afterAll(async () => {
  await registry.close()
  expect(registry.failures).toEqual([])
})

test('a second export of one device is news about it, and no second device', async () => {
  const set = `${beta}/tenantAssociatedDevices`
  const link = (more: object) => ({
    deviceLink: Buffer.from(
      JSON.stringify({
        Inventory: { DeviceSerialNumber: 'L-9', Manufacturer: 'Contoso', Model: 'Book' },
        linkId: 'first',
        ...more,
      }),
    ).toString('base64'),
  })
  const send = (body: object) =>
    answer(tenant.ask('POST', `${set}/importTenantAssociatedDevice`, body))
  const [, made] = await send(link({ exported: 1 }))
  const [again, same] = await send(link({ exported: 2 }))
  expect([again, same.id]).toEqual([200, made.id])
  expect((await send(link({ exported: 2 })))[0]).toBe(409)
  const policy = { devicePreparationPolicyId: 'p-1' }
  expect(await send({ ...link({ exported: 2 }), ...policy })).toMatchObject([
    200,
    { id: made.id, devicePreparationPolicyId: 'p-1' },
  ])
  expect((await send({ ...link({ exported: 2 }), ...policy }))[0]).toBe(409)
  // Cleared since: what was known of it is out of date.
  const [cleared, other] = await send(link({ linkId: 'second' }))
  expect([cleared, other.id === made.id]).toEqual([200, false])
  const listed = async () =>
    (await json(tenant.ask('GET', `${set}?$filter=serialNumber eq 'L-9'`))).value
  const states = (await listed()).map((each: Json) => [each.id, each.associationState])
  expect(states).toEqual([
    [made.id, 'stale'],
    [other.id, 'preassociated'],
  ])
  const stranger = await registry.newTenant()
  const taken = await answer(
    stranger.ask('POST', `${set}/importTenantAssociatedDevice`, link({ linkId: 'third' })),
  )
  expect(taken[0]).toBe(409)
})

test('the directory keeps what its clients write of a device, and groups find it by that', async () => {
  const [device] = (await json(tenant.ask('GET', '/v1.0/devices?$top=1'))).value
  const path = `/v1.0/devices/${device.id}`
  const change = {
    accountEnabled: false,
    extensionAttributes: { extensionAttribute3: 'lab' },
    deviceOwnership: 'Personal',
  }
  expect((await tenant.ask('PATCH', path, change)).status).toBe(204)
  expect(await json(tenant.ask('GET', path))).toMatchObject({
    accountEnabled: false,
    deviceOwnership: 'Personal',
    extensionAttributes: { extensionAttribute3: 'lab', extensionAttribute4: null },
  })
  const filter = "extensionAttributes/extensionAttribute3 eq 'lab'"
  expect((await json(tenant.ask('GET', `/v1.0/devices?$filter=${filter}`))).value).toHaveLength(1)
  const group = await json(
    tenant.ask('POST', '/v1.0/groups', {
      displayName: 'Lab',
      membershipRule:
        '(device.extensionAttribute3 -eq "lab") and (device.accountEnabled -eq false)',
    }),
  )
  const members = async () =>
    (await json(tenant.ask('GET', `/v1.0/groups/${group.id}/members`))).value
  expect(await members()).toMatchObject([{ id: device.id }])
  const cleared = { accountEnabled: true, extensionAttributes: { extensionAttribute3: null } }
  const byDeviceId = `/beta/devices(deviceId='${device.deviceId}')`
  expect((await tenant.ask('PATCH', byDeviceId, cleared)).status).toBe(204)
  expect(await members()).toEqual([])
  const [status, { error }] = await answer(tenant.ask('PATCH', path, { acountEnabled: true }))
  expect([status, error.message]).toEqual([400, expect.stringContaining('accountEnabled')])
})
