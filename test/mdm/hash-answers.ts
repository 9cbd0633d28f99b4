/** Hashes of enrolled devices: asked for once, registered, compared, and refused where they contradict the device. */
import type { Management } from 'taxiway-device'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { type Client, type Json, json } from '../support/registry.ts'
import { boot, client, hashOf, stateOf } from './answers-stage.ts'

const hashNode = './DevDetail/Ext/DeviceHardwareData'

const setting = (of: Client, isOn: boolean) => boot.setConversion(of, isOn)

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
