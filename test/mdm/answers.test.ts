/** What becomes of what enrolled devices answer: their registration, their setup, and their leaving. */
import { randomBytes } from 'node:crypto'
import { fleetMachine, Hardware, type Management } from 'taxiway-device'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { type Client, type Json, json, origin } from '../support/registry.ts'
import { type EnrolledDevice, openManagement } from './support.ts'

let boot: Awaited<ReturnType<typeof openManagement>>
let client: Client
const wrap = wrapWith(randomBytes(32))
/** How many devices check in at once: 1,000 with `npm run attack`. */
const atOnce = Number(process.env['TAXIWAY_CHECK_INS'] ?? 40)
const hashNode = './DevDetail/Ext/DeviceHardwareData'

beforeAll(async () => {
  boot = await openManagement({ wrap })
  client = await boot.newTenant()
})
afterAll(async () => {
  expect(boot.failures).toEqual([])
  await boot.close()
})

const hashOf = (number: number) => fleetMachine({ seed: 'answers' }, number).hardwareHash
const setting = (of: Client, isOn: boolean) => boot.setConversion(of, isOn)
const stateOf = (device: EnrolledDevice) => boot.stateOf(device)
const timesAsked = ({ asked }: Management) => asked.filter((node) => node === hashNode).length
const devicesOf = (of: Client) =>
  json(of.ask('GET', '/beta/deviceManagement/windowsAutopilotDeviceIdentities'))

test('a device that is to be converted is asked once, and registers itself at the lowest level', async () => {
  const of = await boot.newTenant()
  await setting(of, true)
  const device = await boot.enrolled(of)
  const managed = boot.managed(device, hashOf(1))
  expect(await managed.checkIn()).toMatchObject({ kind: 'done' })
  expect(await stateOf(device)).toMatchObject({ state: { hash: { state: 'submitted' } } })
  await boot.decideAll()
  await setting(of, false)
  expect(await managed.checkIn()).toMatchObject({ kind: 'done' })
  const { registration_id: id, state } = await stateOf(device)
  expect(state).toMatchObject({ hash: { state: 'registered' }, sessions: 2 })
  expect(timesAsked(managed)).toBe(1)
  const { value } = await devicesOf(of)
  expect(value).toMatchObject([{ id, enrollmentState: 'enrolled' }])
  expect(await boot.json(of, `/admin/v1/devices/${id}/history`)).toMatchObject({ claimLevel: 0 })
  const { rows } = await boot.store.pool.query('select channel from device where device_id = $1', [
    id,
  ])
  expect(rows).toEqual([{ channel: 'mdmAuto' }])
  const receipt = `/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities/${state.hash.receiptId}`
  expect(await boot.json(of, receipt)).toMatchObject({
    state: { deviceImportStatus: 'complete', deviceRegistrationId: id },
  })
  const { events } = await boot.json<Json>(of, `/admin/v1/devices/${id}/deployment`)
  expect(events.map(({ kind }: Json) => kind)).toContain('registered-itself')
})

test('a profile for all devices converts too; personal devices are not even asked', async () => {
  const of = await boot.newTenant()
  const [early, personal] = [
    await boot.enrolled(of),
    await boot.enrolled(of, { ownership: 'personal' }),
  ]
  const waiting = boot.managed(early, hashOf(2))
  const own = boot.managed(personal, hashOf(3))
  await waiting.checkIn()
  expect(await stateOf(early)).toMatchObject({ state: { hash: { state: 'notTargeted' } } })
  await waiting.checkIn()
  expect(timesAsked(waiting)).toBe(1)
  await boot.assignProfile(of, { hardwareHashExtractionEnabled: true })
  for (const each of [waiting, own]) await each.checkIn()
  await boot.decideAll()
  expect([timesAsked(waiting), timesAsked(own)]).toEqual([2, 0])
  expect((await devicesOf(of)).value).toHaveLength(1)
})

test('one enrollment registers one device, and what contradicts the device itself none', async () => {
  const of = await boot.newTenant()
  await setting(of, true)
  const device = await boot.enrolled(of)
  await boot.managed(device, hashOf(4)).checkIn()
  await boot.decideAll()
  for (const number of [5, 6]) await boot.managed(device, hashOf(number)).checkIn()
  const decoded = decodeHardwareHash(hashOf(7))
  if (!decoded.ok) throw new Error(decoded.message)
  const { manufacturer, model, serialNumber } = decoded
  const said = {
    serialNumber: serialNumber ?? '',
    manufacturer: manufacturer ?? '',
    model: model ?? '',
  }
  for (const wrong of [
    { serialNumber: 'PF000000' },
    { manufacturer: 'Other' },
    { model: 'Other' },
  ]) {
    const hardware = { ...said, ...wrong, hashAt: () => hashOf(7) }
    const fresh = await boot.enrolled(of)
    await boot.managed(fresh, hashOf(7), { hardware }).checkIn()
    expect(await stateOf(fresh)).toMatchObject({ state: { hash: { state: 'contradicts' } } })
  }
  for (const text of ['', 'T0E=', 'x'.repeat(4_000), hashOf(7).slice(0, 3_000)]) {
    const fresh = await boot.enrolled(of)
    await boot.managed(fresh, hashOf(7), { hardware: { ...said, hashAt: () => text } }).checkIn()
    expect(await stateOf(fresh)).toMatchObject({ state: { hash: { state: 'unusable' } } })
  }
  await boot.decideAll()
  expect((await devicesOf(of)).value).toHaveLength(1)
})

test('a registered device is compared with its registration, and what does not fit is kept for its repair', async () => {
  const id = await boot.register(client, hashOf(8))
  const same = await boot.enrolled(client, { registrationId: id })
  await boot.managed(same, hashOf(8)).checkIn()
  expect(await stateOf(same)).toMatchObject({ state: { hash: { state: 'confirmed' } } })
  const other = await boot.enrolled(client, { registrationId: id })
  const nodes = { './Vendor/MSFT/WindowsAutopilot/HardwareMismatchRemediationData': 'e30=' }
  await boot.managed(other, hashOf(9), { nodes }).checkIn()
  expect(await stateOf(other)).toMatchObject({ state: { hash: { state: 'differs' } } })
  const report = await boot.json(client, `/admin/v1/enrollments/${other.enrollmentId}/management`)
  expect(report).toMatchObject({
    hardwareHash: { state: 'differs' },
    hardwareMismatchData: 'e30=',
    sessions: 1,
  })
})

test('the enrollment status page is as the policy says, and its end is seen', async () => {
  const of = await boot.newTenant()
  const policies = '/beta/deviceManagement/deviceEnrollmentConfigurations'
  const { id } = await json(
    of.ask('POST', policies, {
      '@odata.type': '#microsoft.graph.windows10EnrollmentCompletionPageConfiguration',
      displayName: 'Page',
      showInstallationProgress: true,
      installProgressTimeoutInMinutes: 90,
      allowDeviceResetOnInstallFailure: true,
    }),
  )
  const target = { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' }
  const assigned = await of.ask('POST', `${policies}/${id}/assign`, {
    enrollmentConfigurationAssignments: [{ target }],
  })
  expect(assigned.status).toBe(200)
  const begin = async () => {
    const device = await boot.enrolled(of, { isInOobe: true })
    const managed = boot.managed(device, hashOf(10))
    await managed.bootstrap()
    return { device, managed }
  }
  const setup = async (device: EnrolledDevice) =>
    (await boot.json<Json>(of, `/admin/v1/enrollments/${device.enrollmentId}/management`)).setup
  const good = await begin()
  expect(good.managed.store.firstSync).toMatchObject({
    skipsDevicePage: false,
    timeoutMinutes: 90,
    isFinished: true,
  })
  expect(await setup(good.device)).toMatchObject({ state: 'running', page: { name: 'Page' } })
  await good.managed.finish()
  expect(await setup(good.device)).toMatchObject({ state: 'done' })
  const bad = await begin()
  await bad.managed.fail()
  expect(await setup(bad.device)).toMatchObject({ state: 'failed' })
  const late = await begin()
  await boot.store.pool.query(
    `update managed_enrollment set state = jsonb_set(state, '{setup,startedAt}', '"2026-01-01T00:00:00.000Z"')
     where enrollment_id = $1`,
    [late.device.enrollmentId],
  )
  expect(await setup(late.device)).toMatchObject({ state: 'timedOut' })
})

test('a device leaves by itself or on request, and is then gone', async () => {
  const id = await boot.register(client, hashOf(11))
  const one = await boot.enrolled(client, { registrationId: id })
  const self = boot.managed(one, hashOf(11))
  await self.checkIn()
  await self.leave()
  expect(await stateOf(one)).toMatchObject({ enrollment: 'ended', ended_by: 'device' })
  expect(await self.checkIn()).toEqual({ kind: 'refused', status: 410, detail: '' })
  const two = await boot.enrolled(client, { registrationId: id })
  const asked = boot.managed(two, hashOf(11))
  await asked.checkIn()
  await boot.store.pool.query("update enrollment set state = 'leaving' where enrollment_id = $1", [
    two.enrollmentId,
  ])
  expect(await asked.checkIn()).toMatchObject({ kind: 'unenrolled' })
  expect(await stateOf(two)).toMatchObject({ enrollment: 'ended', ended_by: 'administrator' })
  expect(await boot.device(client, id)).toMatchObject({ enrollmentState: 'notContacted' })
})

test('a device is in the list of managed devices once somebody with a license has signed in', async () => {
  const person = async (name: string, licensed: boolean) => {
    const userPrincipalName = `${name}@${client.tenantId}.test`
    await boot.store.pool.query(
      `insert into directory_user (tenant_id, user_id, user_principal_name, display_name, roles, licensed)
       values ($1, gen_random_uuid(), $2, $2, '{}', $3)`,
      [client.tenantId, userPrincipalName, licensed],
    )
    return userPrincipalName
  }
  const list = async () =>
    (await json(client.ask('GET', '/v1.0/deviceManagement/managedDevices'))).value
  const id = await boot.register(client, hashOf(12))
  const without = await boot.enrolled(client, {
    registrationId: id,
    userPrincipalName: await person('bob', false),
  })
  await boot.managed(without, hashOf(12)).checkIn()
  const unregistered = { userPrincipalName: await person('eve', true) }
  await boot.managed(await boot.enrolled(client, unregistered), hashOf(13)).checkIn()
  expect(await list()).toEqual([])
  const userPrincipalName = await person('ada', true)
  const device = await boot.enrolled(client, {
    ...{ registrationId: id, userPrincipalName },
    means: 'deployment',
  })
  const managed = boot.managed(device, hashOf(12))
  await managed.checkIn('none')
  expect(await list()).toEqual([])
  await managed.checkIn('user')
  expect(await list()).toMatchObject([
    { userPrincipalName, managedDeviceOwnerType: 'company', operatingSystem: 'Windows' },
  ])
  const [{ id: managedId }] = await list()
  const retired = await client.ask(
    'POST',
    `/v1.0/deviceManagement/managedDevices/${managedId}/retire`,
  )
  expect(retired.status).toBe(204)
  expect(await list()).toHaveLength(1)
  expect(await managed.checkIn('user')).toMatchObject({ kind: 'unenrolled' })
  expect(await list()).toEqual([])
})

test('any server answers the next message, with either proof', async () => {
  const other = await createApp({
    store: boot.store,
    wrap,
    publicUrl: origin,
    onImport: () => undefined,
    report: (error) => boot.failures.push(error),
  })
  const device = await boot.enrolled(client)
  let messages = 0
  const ask = (request: Request) => {
    messages += 1
    if (messages % 2 === 0) return other.fetch(request)
    return boot.withCertificate(device.certificate)(request)
  }
  const both = boot.managed(device, hashOf(14), { ask })
  expect(await both.checkIn()).toMatchObject({ kind: 'done' })
  expect(messages).toBeGreaterThan(2)
  const certificate = await boot.enrolled(client)
  const silent = boot.managed(certificate, hashOf(15), {
    ask: boot.withCertificate(certificate.certificate),
    proof: 'certificate',
  })
  expect(await silent.checkIn()).toMatchObject({ kind: 'done' })
  expect((await stateOf(certificate)).state.inventory.serialNumber).toBe(
    new Hardware(hashOf(15), null).serialNumber,
  )
})

test('very many devices check in at once, and another tenant’s device does not wait for them', async () => {
  const crowd = await boot.newTenant()
  const devices: EnrolledDevice[] = []
  for (let n = 0; n < atOnce; n++) devices.push(await boot.enrolled(crowd))
  let done = 0
  const all = devices.map(async (device, n) => {
    const result = await boot.managed(device, hashOf(100 + n)).checkIn()
    done += 1
    return result
  })
  const alone = await boot.managed(await boot.enrolled(client), hashOf(16)).checkIn()
  const before = done
  expect(alone.kind).toBe('done')
  expect(new Set((await Promise.all(all)).map(({ kind }) => kind))).toEqual(new Set(['done']))
  expect(before).toBeLessThan(atOnce)
  // A caller that asks without end has to wait, and nobody else.
  const [greedy, ...others] = devices
  if (greedy === undefined) throw new Error('there is no device')
  const statuses: number[] = []
  const endless = boot.managed(greedy, hashOf(100))
  for (let n = 0; n < 60; n++) {
    const result = await endless.checkIn()
    if (result.kind === 'refused') statuses.push(result.status)
  }
  expect(new Set(statuses)).toEqual(new Set([429]))
  const [second] = others
  expect(second && (await boot.managed(second, hashOf(101)).checkIn())).toMatchObject({
    kind: 'done',
  })
})
