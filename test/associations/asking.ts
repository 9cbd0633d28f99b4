/** What administrators ask enrolled devices by Graph, and which of them register themselves. */
import { fleetMachine, Hardware } from 'taxiway-device'
import { expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { boot, linkOf } from './stage.ts'

const identities = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
const hashOf = (number: number) => fleetMachine({ seed: 'asked' }, number).hardwareHash

test('wipe and sync of Graph are commands of the next session, and the device obeys', async () => {
  const of = await boot.newTenant()
  const userPrincipalName = `ada@${of.tenantId}.test`
  await boot.store.pool.query(
    `insert into directory_user (tenant_id, user_id, user_principal_name, display_name, roles, licensed)
     values ($1, gen_random_uuid(), $2, $2, '{}', true)`,
    [of.tenantId, userPrincipalName],
  )
  const path = '/v1.0/deviceManagement/managedDevices'
  const begin = async (number: number) => {
    const registrationId = await boot.register(of, hashOf(number))
    const device = await boot.enrolled(of, { registrationId, userPrincipalName })
    const managed = boot.managed(device, hashOf(number))
    await managed.checkIn()
    const { value } = await json(of.ask('GET', path))
    const { id } = value.find(
      ({ serialNumber }: Json) => serialNumber === new Hardware(hashOf(number), null).serialNumber,
    )
    return { registrationId, device, managed, id }
  }
  const one = await begin(20)
  const node = './DevDetail/SwV'
  const read = () => one.managed.asked.filter((each) => each === node).length
  await one.managed.checkIn()
  expect(read()).toBe(1)
  expect((await of.ask('POST', `${path}/${one.id}/syncDevice`)).status).toBe(204)
  await one.managed.checkIn()
  await one.managed.checkIn()
  expect(read()).toBe(2)
  const wipe = async (id: string, body?: object) => {
    expect((await of.ask('POST', `${path}/${id}/wipe`, body)).status).toBe(204)
  }
  await wipe(one.id, { keepEnrollmentData: true })
  expect(await boot.device(of, one.registrationId)).toMatchObject({
    enrollmentState: 'pendingReset',
  })
  await one.managed.checkIn()
  expect(one.managed.store.wipe).toBe('doWipePersistProvisionedData')
  expect(await boot.stateOf(one.device)).toMatchObject({ enrollment: 'active' })
  await wipe(one.id)
  await one.managed.checkIn()
  expect([one.managed.store.wipe, one.managed.isOver]).toEqual(['doWipe', true])
  expect(await boot.stateOf(one.device)).toMatchObject({ enrollment: 'ended' })
  expect(await boot.device(of, one.registrationId)).toMatchObject({
    enrollmentState: 'notContacted',
  })
  expect((await json(of.ask('GET', path))).value).toEqual([])
})

test('a profile of a group of the person converts the person’s devices', async () => {
  const of = await boot.newTenant()
  const userId = '0f717c0f-5f68-4ac3-a341-01b254112233'
  await boot.store.pool.query(
    `insert into directory_user (tenant_id, user_id, user_principal_name, display_name, roles, licensed)
     values ($1, $2, 'eve@e.test', 'Eve', '{}', true)`,
    [of.tenantId, userId],
  )
  const made = async (path: string, body: object) => json(of.ask('POST', path, body))
  const group = await made('/v1.0/groups', {
    displayName: 'Kiosks',
    mailEnabled: false,
    mailNickname: 'k',
    securityEnabled: true,
  })
  const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
  const profile = await made(profiles, {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: 'Kiosk',
    hardwareHashExtractionEnabled: true,
  })
  await made(`${profiles}/${profile.id}/assignments`, {
    target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: group.id },
  })
  const [hers, nobodys] = [await boot.enrolled(of), await boot.enrolled(of)]
  await boot.store.pool.query('update enrollment set user_id = $2 where enrollment_id = $1', [
    hers.enrollmentId,
    userId,
  ])
  const managed = boot.managed(hers, hashOf(21))
  await managed.checkIn()
  expect(await boot.stateOf(hers)).toMatchObject({ state: { hash: { state: 'notTargeted' } } })
  const member = `https://graph.microsoft.com/v1.0/directoryObjects/${userId}`
  const added = await of.ask('POST', `/v1.0/groups/${group.id}/members/$ref`, {
    '@odata.id': member,
  })
  expect(added.status, await added.text()).toBe(204)
  await managed.checkIn()
  await boot.managed(nobodys, hashOf(22)).checkIn()
  await boot.decideAll()
  expect((await json(of.ask('GET', identities))).value).toHaveLength(1)
})

test('one record joins everything that is held about a machine, as far as one may read it', async () => {
  const of = await boot.newTenant()
  const hardwareHash = hashOf(30)
  const id = await boot.register(of, hardwareHash, 'Kiosk')
  const { serialNumber, manufacturer, model } = new Hardware(hardwareHash, null)
  const device = await boot.enrolled(of, { registrationId: id })
  const names = { serialNumber, manufacturer, model }
  const links = [{ deviceLink: linkOf(names, 'l') }]
  await of.ask('POST', '/admin/v1/associations/import', { links })
  await boot.managed(device, hardwareHash).checkIn()
  await of.ask('POST', '/beta/deviceManagement/importedDeviceIdentities/importDeviceIdentityList', {
    importedDeviceIdentities: [
      {
        importedDeviceIdentifier: `${manufacturer},${model},${serialNumber}`.replaceAll('.', ''),
        importedDeviceIdentityType: 'manufacturerModelSerial',
      },
    ],
    overwriteImportedDeviceIdentities: false,
  })
  const path = `/admin/v1/devices/${id}/record`
  const record = await boot.json<Json>(of, path)
  expect(record).toMatchObject({
    registrationId: id,
    tuple: names,
    tpmKeys: [expect.stringMatching(/^[0-9a-f]{64}$/)],
    claim: { level: 0, channel: 'intune' },
    hashes: [{ changes: [] }],
    corporateIdentifiers: [{ type: 'manufacturerModelSerial' }],
    associations: [{ state: 'associated', enrollmentId: device.enrollmentId }],
    enrollments: [{ id: device.enrollmentId, state: 'active' }],
    repairs: [],
    earlier: [],
    certificates: [],
  })
  const reader = await boot.newClient(of.tenantId, ['DeviceManagementServiceConfig.Read.All'])
  expect(await boot.json<Json>(reader, path)).toMatchObject({ registrationId: id, enrollments: [] })
  const stranger = await boot.newTenant()
  expect((await stranger.ask('GET', path)).status).toBe(404)
  // Deleted and registered anew: the tenant still knows.
  const again = `/beta/deviceManagement/windowsAutopilotDeviceIdentities/${id}`
  expect((await of.ask('DELETE', again)).status).toBe(204)
  const next = await boot.register(of, hardwareHash)
  expect(await boot.json<Json>(of, `/admin/v1/devices/${next}/record`)).toMatchObject({
    earlier: [{ registrationId: id, deletedBy: expect.any(String) }],
  })
})
