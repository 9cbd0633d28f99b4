/** Conflicts, dry runs, histories, the deny list and events over `/admin/v1`. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles, platformRoles } from '../../../src/core/access/permissions.ts'
import { base64, laptop, later, withOtherKey } from '../../support/machines.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'

const imported = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

let registry: Awaited<ReturnType<typeof openRegistry>>
beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(() => registry.close())

async function importOne(client: Client, bytes: Uint8Array) {
  const { id } = await json(client.ask('POST', imported, { hardwareIdentifier: base64(bytes) }))
  await registry.decideAll()
  return { id, state: async () => (await json(client.ask('GET', `${imported}/${id}`))).state }
}

test('a held row is listed, decided, and completes by itself', async () => {
  const client = await registry.newTenant()
  await importOne(client, laptop('held'))
  const held = await importOne(client, withOtherKey(laptop('held')))
  expect(await held.state()).toMatchObject({
    deviceImportStatus: 'error',
    deviceErrorCode: 813,
    deviceErrorName: 'ZtdDeviceIsNotUnique',
  })
  const { value, next } = await json(client.ask('GET', '/admin/v1/conflicts?state=open'))
  expect(next).toBeNull()
  expect(value).toMatchObject([{ kind: 'review', importedDeviceId: held.id, deviceId: null }])

  const path = `/admin/v1/conflicts/${value[0].id}`
  const decided = await client.ask('POST', `${path}/decide`, { decision: 'different' })
  expect(decided.status).toBe(200)
  expect(await decided.json()).toMatchObject({ state: 'different' })
  expect((await held.state()).deviceImportStatus).toBe('complete')
  expect((await client.ask('POST', `${path}/decide`, { decision: 'same' })).status).toBe(404)
})

test('a conflict of one tenant is nothing to another', async () => {
  const [owner, stranger] = [await registry.newTenant(), await registry.newTenant()]
  await importOne(owner, laptop('private'))
  await importOne(owner, withOtherKey(laptop('private')))
  const { value } = await json(owner.ask('GET', '/admin/v1/conflicts'))
  expect((await json(stranger.ask('GET', '/admin/v1/conflicts'))).value).toEqual([])
  expect((await stranger.ask('GET', `/admin/v1/conflicts/${value[0].id}`)).status).toBe(404)
  const decide = stranger.ask('POST', `/admin/v1/conflicts/${value[0].id}/decide`, {
    decision: 'reject',
  })
  expect((await decide).status).toBe(404)
})

test('a dry run explains, and a history shows what changed', async () => {
  const before = Date.now()
  const client = await registry.newTenant()
  const first = await importOne(client, laptop('explained'))
  const swapped = later(laptop('explained'), [{ event: 'regenerated' }, { event: 'disk-swapped' }])
  const match = await json(
    client.ask('POST', '/admin/v1/match', { hardwareIdentifier: base64(swapped) }),
  )
  const { deviceRegistrationId } = await first.state()
  expect(match).toMatchObject({ verdict: 'match', deviceId: deviceRegistrationId })
  expect(match.sentence).toContain('disk is new')

  await importOne(client, swapped)
  const history = await json(client.ask('GET', `/admin/v1/devices/${deviceRegistrationId}/history`))
  expect(history).toMatchObject({ claimLevel: 0, hashes: [{ changes: [] }, {}] })
  expect(history.hashes[1].changes).toContain('movable: diskSerials')
  expect(new Date(history.provisionalUntilDateTime).getTime()).toBeGreaterThanOrEqual(
    before + 30 * 86_400_000,
  )
})

test('a malformed hash is refused by name', async () => {
  const client = await registry.newTenant()
  const answer = await client.ask('POST', '/admin/v1/match', { hardwareIdentifier: 'bm8gaGFzaA==' })
  expect(answer.status).toBe(400)
  expect((await json(answer)).error.message).toContain('an intact hardware hash')
})

test('the deny list is the operator’s, and a row of it works at once', async () => {
  const tenant = await registry.newTenant()
  expect((await tenant.ask('GET', '/admin/v1/deny-list')).status).toBe(403)
  const operator = await registry.newTenant([...allRoles, ...platformRoles])
  const { value } = await json(operator.ask('GET', '/admin/v1/deny-list'))
  expect(value.length).toBeGreaterThan(50)
  const row = { kind: 'serial', pattern: 'DEMO-####' }
  expect((await operator.ask('POST', '/admin/v1/deny-list', row)).status).toBe(204)
  expect((await json(operator.ask('GET', '/admin/v1/deny-list'))).value).toContainEqual({
    ...row,
    source: 'operator',
    active: true,
  })
  const general = await operator.ask('POST', '/admin/v1/deny-list', {
    kind: 'serial',
    pattern: '*',
  })
  expect(general.status).toBe(400)
  expect((await operator.ask('POST', '/admin/v1/deny-list/remove', row)).status).toBe(204)
  expect((await operator.ask('POST', '/admin/v1/deny-list/remove', row)).status).toBe(404)
})

test('events are followed with a cursor', async () => {
  const client = await registry.newTenant()
  await importOne(client, laptop('event 1'))
  const [first] = (await json(client.ask('GET', '/admin/v1/events'))).value
  expect(first).toMatchObject({ type: 'device.registered', data: { tenantId: client.tenantId } })
  await importOne(client, laptop('event 2'))
  const { value } = await json(client.ask('GET', `/admin/v1/events?after=${first.id}`))
  expect(value).toHaveLength(1)
})

test('changing and deleting devices are events, by whichever door', async () => {
  const client = await registry.newTenant()
  await importOne(client, laptop('event 3'))
  await importOne(client, laptop('event 4'))
  const { next } = await json(client.ask('GET', '/admin/v1/events'))
  const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
  const [one, two] = (await json(client.ask('GET', devices))).value
  await client.ask('POST', `${devices}/${one.id}/updateDeviceProperties`, { groupTag: 'Kiosk' })
  await client.ask('DELETE', `${devices}/${one.id}`)
  const { serialNumber } = two
  await client.ask('POST', `${devices}/deleteDevices`, { serialNumbers: [serialNumber] })
  const { value } = await json(client.ask('GET', `/admin/v1/events?cursor=${next}`))
  expect(
    value.map(({ type, data }: { type: string; data: { registrationId: string } }) => [
      type,
      data.registrationId,
    ]),
  ).toEqual([
    ['device.updated', one.id],
    ['device.deleted', one.id],
    ['device.deleted', two.id],
  ])
})
