/** What Taxiway does otherwise than the real service in both fidelities: docs/differences.md names each of these. */
import { deviceIdentityType, directoryDeviceType, memberNames } from 'taxiway-autopilot/graph'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, openRegistry } from '../../support/registry.ts'
import { answer, beta, encoded, identitySet, profileSet, register, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let device: Json
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  ;[device] = await register(registry, tenant, { to: 2, groupTag: 'Both' })
})
afterAll(() => registry.close())

const ask = (method: string, path: string, body?: object) => answer(tenant.ask(method, path, body))
const one = () => `${v1}/${identitySet}/${device.id}`

test('every stored member of a device can be compared, whatever the case of its letters', async () => {
  const unstored =
    /^(deviceAccount|deviceFriendly|deploymentProfile|remediation|userless|azureAdDeviceId)/
  for (const name of memberNames(deviceIdentityType, 'v1.0').filter(
    (each) => !unstored.test(each),
  )) {
    const isTime = name === 'lastContactedDateTime'
    const value = name === 'enrollmentState' ? 'failed' : 'x'
    const filter = isTime ? `${name} ge 0001-01-01T00:00:00Z` : `${name} eq '${value}'`
    const query = `$filter=${encoded(filter)}&$orderby=${name}&$count=true`
    expect([name, (await ask('GET', `${v1}/${identitySet}?${query}`))[0]]).toEqual([name, 200])
  }
  const [, found] = await ask(
    'GET',
    `${v1}/${identitySet}?$filter=${encoded("groupTag eq 'bOTH'")}`,
  )
  expect(found.value).toHaveLength(2)
})

test('and so can every stored member of a device of the directory, as it is shown', async () => {
  const [, { value }] = await ask('GET', '/v1.0/devices?$top=1')
  const [{ id }] = value
  const given = {
    accountEnabled: false,
    isManaged: true,
    isCompliant: false,
    isRooted: false,
    operatingSystemVersion: '10.0.22631',
    deviceCategory: 'Kiosk',
    deviceOwnership: 'Company',
    enrollmentProfileName: 'Offline',
    managementType: 'MDM',
    mdmAppId: '0000000a-0000-0000-c000-000000000000',
    profileType: 'SecureVM',
  }
  expect((await ask('PATCH', `/v1.0/devices/${id}`, given))[0]).toBe(204)
  const count = async (filter: string) => {
    const [status, body] = await ask('GET', `/v1.0/devices?$count=true&$filter=${encoded(filter)}`)
    return [filter, status, body['@odata.count']]
  }
  for (const [name, member] of Object.entries(given)) {
    const literal = typeof member === 'string' ? `'${member}'` : String(member)
    const found = `${name} eq ${literal}`
    expect(await count(found)).toEqual([found, 200, 1])
    expect((await ask('GET', `/v1.0/devices?$orderby=${name}`))[0]).toBe(200)
  }
  for (const name of [
    'isManaged',
    'isCompliant',
    'isRooted',
    'deviceOwnership',
    'managementType',
  ]) {
    const unset = `${name} eq null`
    expect(await count(unset)).toEqual([unset, 200, 1])
  }
  const unmanaged = 'isManaged eq false'
  expect(await count(unmanaged)).toEqual([unmanaged, 200, 0])
  const unstored = /^(extensionAttributes|registrationDateTime)$/
  for (const name of memberNames(directoryDeviceType, 'v1.0').filter(
    (each) => !unstored.test(each),
  )) {
    const any = name === 'physicalIds' ? "physicalIds/any(p:p eq 'x')" : `${name} ne null`
    expect((await count(any)).slice(0, 2)).toEqual([any, 200])
  }
})

test('and what is stored of a managed device', async () => {
  const path = `${v1.replace('v1.0', 'beta')}/managedDevices`
  const given = {
    deviceName: 'PC-7',
    serialNumber: 'MANAGED-7',
    userPrincipalName: 'u@contoso.test',
    userDisplayName: 'U. Seven',
    enrollmentProfileName: 'Kiosks',
    notes: 'On the third floor',
  }
  expect((await ask('POST', path, given))[0]).toBe(201)
  const { userPrincipalName: emailAddress, ...rest } = given
  for (const [name, value] of Object.entries({ ...rest, emailAddress })) {
    const query = `$filter=${encoded(`${name} eq '${value}'`)}&$orderby=${name}`
    const [status, body] = await ask('GET', `${path}?${query}`)
    expect([name, status, body.value?.length]).toEqual([name, 200, 1])
  }
})

test('tolower and toupper are taken and change nothing', async () => {
  for (const name of ['tolower', 'toupper']) {
    const filter = encoded(`${name}(groupTag) eq 'both'`)
    const [status, { value }] = await ask('GET', `${v1}/${identitySet}?$filter=${filter}`)
    expect([status, value.length]).toEqual([200, 2])
  }
})

test('within $expand, $select is taken and every other option refused by name', async () => {
  const expanded = (options: string) =>
    ask('GET', `${beta}/${identitySet}/${device.id}?$expand=deploymentProfile(${options})`)
  expect((await expanded('$select=id,displayName'))[0]).toBe(200)
  for (const options of ['$filter=x', '$select=id;$top=1', '$select=colour', '']) {
    const [status, { error }] = await expanded(options)
    expect([status, error.message]).toEqual([
      400,
      expect.stringMatching(/^Invalid \$(expand|select)/),
    ])
  }
  expect((await ask('GET', `${beta}/autopilotEvents?$expand=policyStatusDetails`))[0]).toBe(200)
  const [status, { error }] = await ask('GET', `${beta}/${profileSet}?$expand=assignedDevices`)
  expect([status, error.message]).toEqual([400, expect.stringContaining("'assignedDevices'")])
})

test('$top above the size of a page is taken', async () => {
  const [status, { value }] = await ask('GET', `${v1}/${identitySet}?$top=5000`)
  expect([status, value.length]).toEqual([200, 2])
})

test('$search needs no header', async () => {
  const search = encoded(`"displayName:${device.serialNumber}"`)
  expect((await ask('GET', `/v1.0/devices?$search=${search}`))[0]).toBe(200)
})

test('a name that no computer can have is refused', async () => {
  for (const displayName of ['Display Name value', 'a'.repeat(16), '12345'])
    expect((await ask('POST', `${one()}/updateDeviceProperties`, { displayName }))[0]).toBe(400)
})

test('PATCH of the settings changes nothing', async () => {
  const settings = `${beta}/windowsAutopilotSettings`
  const before = await ask('GET', settings)
  const [status, patched] = await ask('PATCH', settings, { syncStatus: 'completed' })
  expect([status, patched.lastSyncDateTime]).toEqual([200, before[1].lastSyncDateTime])
})

test('a blocked device reads unknown in v1.0', async () => {
  await registry.store.pool.query(
    "update device set enrollment_state = 'blocked' where device_id = $1",
    [device.id],
  )
  const shown = async (version: string) =>
    (await ask('GET', `${version}/${identitySet}/${device.id}`))[1].enrollmentState
  expect([await shown(v1), await shown(beta)]).toEqual(['unknown', 'blocked'])
})

test('an application is one kind of program', async () => {
  const [status, { error }] = await ask('POST', '/v1.0/applications', {
    displayName: 'Two',
    web: { redirectUris: ['https://a.test/x'] },
    spa: { redirectUris: ['https://a.test/y'] },
  })
  expect([status, error.message]).toEqual([400, expect.stringContaining('one kind')])
})

test('what one person allows a program is not a permission grant', async () => {
  const [status, { error }] = await ask('POST', '/v1.0/oauth2PermissionGrants', {
    clientId: device.id,
    consentType: 'Principal',
    principalId: device.id,
    resourceId: device.id,
    scope: 'User.Read',
  })
  expect([status, error.message]).toEqual([400, expect.stringContaining('AllPrincipals')])
})

test('no entity of Graph carries an ETag as a member; a version that is known is heeded', async () => {
  expect('@odata.etag' in (await ask('GET', one()))[1]).toBe(false)
  const change = { method: 'POST', path: `${one()}/updateDeviceProperties` }
  const [status] = await ask(change.method, change.path, { groupTag: 'Both' })
  expect(status).toBe(204)
})

test('a rule about people is kept, and matches no device', async () => {
  const [status, group] = await ask('POST', '/v1.0/groups', {
    displayName: 'People',
    mailEnabled: false,
    mailNickname: 'people',
    securityEnabled: true,
    groupTypes: ['DynamicMembership'],
    membershipRule: '(user.department -eq "Sales")',
    membershipRuleProcessingState: 'On',
  })
  expect(status).toBe(201)
  expect((await ask('GET', `/v1.0/groups/${group.id}/members`))[1].value).toEqual([])
})

test('a profile is assigned without filters, and a filter is refused instead of dropped', async () => {
  const [, profile] = await ask('POST', `${beta}/${profileSet}`, { displayName: 'Both' })
  const target = {
    '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget',
    deviceAndAppManagementAssignmentFilterId: device.id,
    deviceAndAppManagementAssignmentFilterType: 'include',
  }
  const path = `${beta}/${profileSet}/${profile.id}/assignments`
  const [status, { error }] = await ask('POST', path, { target })
  expect([status, error.message]).toEqual([400, expect.stringContaining('FilterId')])
  const none = {
    ...target,
    deviceAndAppManagementAssignmentFilterId: null,
    deviceAndAppManagementAssignmentFilterType: 'none',
  }
  expect((await ask('POST', path, { target: none }))[0]).toBe(201)
})
