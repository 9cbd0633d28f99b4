/** What online scripts touch beside registration: sync, groups, the directory, managed devices, identifiers, events. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { json } from '../../support/registry.ts'
import { devices, openStage, registry, tenant } from './neighbours-stage.ts'
import { answer, beta, encoded, identitySet, v1 } from './registered.ts'
import './directory-answers.ts'
import './groups-and-people.ts'

beforeAll(openStage)
afterAll(() => registry.close())

test('a device that is enrolled says so, is wiped, and may be retired', async () => {
  const enrolled = devices.find((each) => each.serialNumber === '52TGZL8')
  const { serialNumber } = enrolled
  const managed = await json(
    tenant.ask('POST', `${v1}/managedDevices`, {
      serialNumber,
      deviceName: 'PC',
      operatingSystem: 'Windows',
    }),
  )
  const identity = () => json(tenant.ask('GET', `${beta}/${identitySet}/${enrolled.id}`))
  expect(await identity()).toMatchObject({
    managedDeviceId: managed.id,
    enrollmentState: 'enrolled',
  })
  expect(managed.azureADDeviceId).toBe(enrolled.azureAdDeviceId)
  const filter = encoded(`startsWith(serialNumber, '${serialNumber}')`)
  expect(
    (await json(tenant.ask('GET', `${v1}/managedDevices?$filter=${filter}`))).value,
  ).toHaveLength(1)
  expect((await tenant.ask('POST', `${v1}/managedDevices/${managed.id}/wipe`, {})).status).toBe(204)
  expect((await identity()).enrollmentState).toBe('pendingReset')
  expect((await tenant.ask('DELETE', `${v1}/managedDevices/${managed.id}`)).status).toBe(204)
  expect(await identity()).toMatchObject({
    managedDeviceId: '00000000-0000-0000-0000-000000000000',
    enrollmentState: 'notContacted',
  })
})

test('corporate identifiers are imported, told apart, found again and overwritten when asked', async () => {
  const set = `${beta}/importedDeviceIdentities`
  const one = {
    importedDeviceIdentifier: 'Dell Inc,XPS,1',
    importedDeviceIdentityType: 'manufacturerModelSerial',
  }
  const load = (overwrite: boolean, description: string) =>
    json(
      tenant.ask('POST', `${set}/importDeviceIdentityList`, {
        importedDeviceIdentities: [{ ...one, description }],
        overwriteImportedDeviceIdentities: overwrite,
      }),
    )
  expect((await load(false, 'a')).value).toMatchObject([{ status: true, platform: 'windows' }])
  expect((await load(false, 'b')).value).toMatchObject([{ status: false, description: 'a' }])
  expect((await load(true, 'c')).value).toMatchObject([{ status: true, description: 'c' }])
  const found = await json(
    tenant.ask('POST', `${set}/searchExistingIdentities`, {
      importedDeviceIdentities: [
        { ...one, importedDeviceIdentifier: 'DELL INC,xps,1' },
        { ...one, importedDeviceIdentifier: 'a,b,c' },
      ],
    }),
  )
  expect(found.value).toHaveLength(1)
  const tooMany = { importedDeviceIdentities: Array(5_001).fill(one) }
  expect((await tenant.ask('POST', `${set}/importDeviceIdentityList`, tooMany)).status).toBe(400)
  expect((await tenant.ask('DELETE', `${set}/${found.value[0].id}`)).status).toBe(204)
})

test('autopilot events are kept as sent, in pages of 50', async () => {
  const set = `${beta}/autopilotEvents`
  const made = await json(
    tenant.ask('POST', set, {
      deviceSerialNumber: 'S1',
      eventDateTime: '2026-01-01T00:00:00Z',
      deploymentState: 'success',
      deploymentDuration: 'PT10M',
    }),
  )
  expect(made).toMatchObject({
    deploymentState: 'success',
    targetedAppCount: 0,
    accountSetupDuration: 'PT0S',
  })
  const changed = await json(
    tenant.ask('PATCH', `${set}/${made.id}`, { deploymentState: 'failure' }),
  )
  expect([changed.deploymentState, changed.deviceSerialNumber]).toEqual(['failure', 'S1'])
  expect((await tenant.ask('POST', set, { deploymentState: 'perhaps' })).status).toBe(400)
  expect((await json(tenant.ask('GET', `${set}/${made.id}/policyStatusDetails`))).value).toEqual([])
  for (let i = 0; i < 50; i++) await tenant.ask('POST', set, { deviceSerialNumber: `T${i}` })
  const page = await json(tenant.ask('GET', `${set}?$orderby=eventDateTime desc&$count=true`))
  expect([page.value.length, page['@odata.count'], page.value[0].id]).toEqual([50, 51, made.id])
  expect(
    (await json(tenant.ask('GET', page['@odata.nextLink'].replace(/^https:..[^/]*/, '')))).value,
  ).toHaveLength(1)
})

test('a device link is associated once', async () => {
  const set = `${beta}/tenantAssociatedDevices`
  const deviceLink = Buffer.from('{"Inventory":{"DeviceSerialNumber":"L-1"}}').toString('base64')
  const [status, made] = await answer(
    tenant.ask('POST', `${set}/importTenantAssociatedDevice`, { deviceLink }),
  )
  expect([status, made.serialNumber, made.associationState]).toEqual([200, 'L-1', 'preassociated'])
  expect(
    (await tenant.ask('POST', `${set}/importTenantAssociatedDevice`, { deviceLink })).status,
  ).toBe(409)
  expect(
    (await tenant.ask('POST', `${set}/importTenantAssociatedDevice`, { deviceLink: '!' })).status,
  ).toBe(400)
  const query = `$filter=${encoded("contains(serialNumber,'L-')")}&$orderby=preAssociationDateTime desc&$top=5`
  expect((await json(tenant.ask('GET', `${set}?${query}`))).value).toHaveLength(1)
  expect((await tenant.ask('DELETE', `${set}/${made.id}`)).status).toBe(204)
})

test('nothing of this was a failure of the server', () => {
  expect(registry.failures).toEqual([])
})
