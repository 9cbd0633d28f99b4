/** What online scripts touch beside registration: sync, groups, the directory, managed devices, identifiers, events. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emulationAt } from '../../support/movable-registry.ts'
import { localBackend } from '../../support/postgres.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { answer, beta, encoded, identitySet, register, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let devices: readonly Json[]
/** The clock stands still unless a test moves it. */
const start = Date.now()
let ahead = 0
beforeAll(async () => {
  const emulation = emulationAt(() => new Date(start + ahead * 1000))
  registry = await openRegistry(localBackend, { emulation })
  tenant = await registry.newTenant()
  devices = await register(registry, tenant, { groupTag: 'Kiosk' })
})
afterAll(() => registry.close())

test('a sync runs, then holds further ones off for ten minutes and says for how long', async () => {
  const settings = `${beta}/windowsAutopilotSettings`
  const read = async () => (await json(tenant.ask('GET', settings))) as Json
  expect(await read()).toMatchObject({
    syncStatus: 'unknown',
    lastSyncDateTime: '0001-01-01T00:00:00Z',
  })
  await registry.store.pool.query('update tenant set import_seconds = 60 where tenant_id = $1', [
    tenant.tenantId,
  ])
  expect((await tenant.ask('POST', `${settings}/sync`, {})).status).toBe(204)
  expect((await read()).syncStatus).toBe('inProgress')
  expect((await tenant.ask('POST', `${settings}/sync`)).status).toBe(409)
  ahead += 61
  expect((await read()).syncStatus).toBe('completed')
  const refused = await tenant.ask('POST', `${settings}/sync`)
  expect(refused.status).toBe(429)
  ahead += Number(refused.headers.get('retry-after')) - 2
  expect((await tenant.ask('POST', `${settings}/sync`)).status).toBe(429)
  ahead += 2
  expect((await tenant.ask('POST', `${settings}/sync`)).status).toBe(204)
  expect((await tenant.ask('PATCH', settings, { syncStatus: 'failed' })).status).toBe(200)
  expect((await tenant.ask('GET', `${v1}/windowsAutopilotSettings`)).status).toBe(400)
  await registry.store.pool.query('update tenant set import_seconds = 0 where tenant_id = $1', [
    tenant.tenantId,
  ])
})

test('the organization, its domains and its people are there', async () => {
  const { value } = await json(tenant.ask('GET', '/v1.0/organization'))
  expect(value[0]).toMatchObject({
    id: tenant.tenantId,
    verifiedDomains: expect.arrayContaining([
      expect.objectContaining({ name: `${tenant.tenantId}.test`, isDefault: true }),
    ]),
  })
  const domains = (await json(tenant.ask('GET', '/v1.0/domains'))).value
  expect(domains).toHaveLength(value[0].verifiedDomains.length)
  expect((await json(tenant.ask('GET', '/v1.0/users'))).value).toEqual([])
  expect((await json(tenant.ask('GET', `${v1}/managedDevices`))).value).toEqual([])
  expect((await tenant.ask('GET', '/v1.0/users/nobody@test')).status).toBe(404)
})

test('a script finds group and device, adds one to the other once, and lists it', async () => {
  const made = await json(
    tenant.ask('POST', '/v1.0/groups', {
      displayName: "Ann's",
      mailNickname: 'anns',
      securityEnabled: true,
    }),
  )
  const { value: groups } = await json(
    tenant.ask('GET', `/v1.0/groups?$filter=${encoded("displayName eq 'Ann''s'")}`),
  )
  expect(groups.map((each: Json) => each.id)).toEqual([made.id])
  const search = `$search=${encoded(`"deviceId:${devices[0]?.azureAdDeviceId}"`)}`
  const { value: found } = await json(tenant.ask('GET', `/v1.0/devices?${search}`))
  expect(found).toHaveLength(1)
  const reference = {
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${found[0].id}`,
  }
  const add = () => tenant.ask('POST', `/v1.0/groups/${made.id}/members/$ref`, reference)
  expect((await add()).status).toBe(204)
  expect((await add()).status).toBe(400)
  const { value: members } = await json(tenant.ask('GET', `/v1.0/groups/${made.id}/members`))
  expect(members).toMatchObject([{ '@odata.type': '#microsoft.graph.device', id: found[0].id }])
  const one = `/v1.0/groups/${made.id}/members/${found[0].id}/$ref`
  expect((await tenant.ask('DELETE', one)).status).toBe(204)
  expect((await tenant.ask('DELETE', one)).status).toBe(404)
  expect((await tenant.ask('DELETE', `/v1.0/groups/${made.id}`)).status).toBe(204)
})

test('members are counted and selected, by name, by rule and through other groups', async () => {
  const made = async (more: object) =>
    (
      await json(
        tenant.ask('POST', '/v1.0/groups', { displayName: 'M', mailNickname: 'm', ...more }),
      )
    ).id as string
  const inner = await made({})
  const outer = await made({})
  const rule = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))'
  const ruled = await made({ groupTypes: ['DynamicMembership'], membershipRule: rule })
  const { value: found } = await json(tenant.ask('GET', '/v1.0/devices?$top=2'))
  const add = (to: string, id: string) =>
    tenant.ask('POST', `/v1.0/groups/${to}/members/$ref`, { '@odata.id': id })
  for (const { id } of found) await add(inner, id)
  await add(outer, inner)
  const get = async (path: string) => {
    const answer = await tenant.ask('GET', `/v1.0/groups/${path}`)
    const text = await answer.text()
    return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
  }
  expect(await get(`${inner}/members/$count`)).toBe('2')
  expect((await get(`${inner}/members?$count=true&$top=1`))['@odata.count']).toBe(2)
  expect((await get(`${outer}/transitiveMembers?$count=true`))['@odata.count']).toBe(3)
  expect((await get(`${inner}/memberOf?$count=true&$select=id`)).value).toEqual([
    { '@odata.type': '#microsoft.graph.group', id: outer },
  ])
  const { value: byRule } = await get(`${ruled}/members`)
  expect(await get(`${ruled}/members/$count`)).toBe(String(byRule.length))
  const { value: selected } = await get(`${inner}/members?$select=id,displayName`)
  expect(Object.keys(selected[0]).toSorted()).toEqual(['@odata.type', 'displayName', 'id'])
  for (const option of ['$expand=owners', '$filter=id eq 1', '$search="x"', '$select=colour'])
    expect((await get(`${inner}/members?${option.replaceAll(' ', '%20')}`)).error?.message).toMatch(
      /not supported here|named 'colour'/,
    )
  for (const id of [ruled, outer, inner]) await tenant.ask('DELETE', `/v1.0/groups/${id}`)
})

test('a group with a rule has the devices of the rule, and nobody is added by hand', async () => {
  const rule =
    '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk")) and (device.deviceModel -ne "X")'.replace(
      ' and ',
      ' -and ',
    )
  const dynamic = {
    displayName: 'Kiosks',
    mailNickname: 'k',
    groupTypes: ['DynamicMembership'],
    membershipRule: rule,
  }
  const group = await json(tenant.ask('POST', '/v1.0/groups', dynamic))
  expect(group).toMatchObject({ membershipRule: rule, groupTypes: ['DynamicMembership'] })
  const path = `/v1.0/groups/${group.id}/members`
  const { value, ...more } = await json(tenant.ask('GET', `${path}?$top=4`))
  expect([value.length, more['@odata.nextLink'] !== undefined]).toEqual([4, true])
  const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/devices/${value[0].id}` }
  expect((await tenant.ask('POST', `${path}/$ref`, reference)).status).toBe(400)
  const bad = { ...dynamic, membershipRule: '(device.colour -eq "red")' }
  const [status, { error }] = await answer(tenant.ask('POST', '/v1.0/groups', bad))
  expect([status, error.message]).toEqual([400, expect.stringContaining("'device.colour'")])
  const { value: byType } = await json(
    tenant.ask(
      'GET',
      `/v1.0/groups?$filter=${encoded("groupTypes/any(c:c eq 'DynamicMembership')")}`,
    ),
  )
  expect(byType).toHaveLength(1)
})

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
