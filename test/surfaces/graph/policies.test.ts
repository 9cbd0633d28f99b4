/** Policies beside the profiles, licenses, roles and recovery keys, as Autopilot tooling reads and writes them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { answer, beta, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let group: Json
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  group = await json(tenant.ask('POST', '/v1.0/groups', { displayName: 'Kiosks' }))
})
afterAll(async () => {
  await registry.close()
  expect(registry.failures).toEqual([])
})

const statusPage = '#microsoft.graph.windows10EnrollmentCompletionPageConfiguration'
const configurations = `${beta}/deviceEnrollmentConfigurations`
const list = async (path: string) => (await json(tenant.ask('GET', path))).value

test('an enrollment status page is made, changed, ordered, assigned and deleted', async () => {
  const page = {
    '@odata.type': statusPage,
    displayName: 'Kiosk page',
    description: '',
    showInstallationProgress: true,
    installProgressTimeoutInMinutes: 60,
    selectedMobileAppIds: [],
    // Clients send back what they have read.
    id: '',
    priority: 0,
  }
  const [status, made] = await answer(tenant.ask('POST', configurations, page))
  expect([status, made.error]).toEqual([201, undefined])
  expect(made).toMatchObject({
    '@odata.type': statusPage,
    displayName: 'Kiosk page',
    showInstallationProgress: true,
    allowDeviceResetOnInstallFailure: false,
    priority: 1,
    version: 1,
  })
  expect(made.id).toMatch(/^[0-9a-f-]{36}_Windows10EnrollmentCompletionPageConfiguration$/)
  const path = `${configurations}/${made.id}`
  const second = await json(
    tenant.ask('POST', configurations, { ...page, displayName: 'Other page' }),
  )
  expect(second.priority).toBe(2)
  expect(
    (await tenant.ask('POST', `${configurations}/${second.id}/setPriority`, { priority: 1 }))
      .status,
  ).toBe(204)
  expect((await json(tenant.ask('GET', path))).priority).toBe(2)
  const change = { '@odata.type': statusPage, installProgressTimeoutInMinutes: 30 }
  expect(await answer(tenant.ask('PATCH', path, change))).toMatchObject([
    200,
    { installProgressTimeoutInMinutes: 30, showInstallationProgress: true },
  ])
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: group.id }
  const assign = { enrollmentConfigurationAssignments: [{ target }] }
  expect((await tenant.ask('POST', `${path}/assign`, assign)).status).toBe(200)
  expect(await list(`${path}/assignments`)).toMatchObject([{ target }])
  expect(
    await list(`${configurations}?$expand=assignments&$filter=displayName eq 'kiosk page'`),
  ).toMatchObject([{ id: made.id, assignments: [{ target: { groupId: group.id } }] }])
  expect(await list(`${v1}/deviceEnrollmentConfigurations?$orderby=priority`)).toHaveLength(2)
  expect((await tenant.ask('DELETE', path)).status).toBe(204)
  expect((await tenant.ask('GET', path)).status).toBe(404)
})

test.each([
  [{ displayName: 'X' }, '@odata.type'],
  [{ '@odata.type': statusPage }, 'displayName'],
  [
    { '@odata.type': statusPage, displayName: 'X', showInstallationProgres: true },
    'showInstallationProgress',
  ],
  [
    { '@odata.type': statusPage, displayName: 'X', installProgressTimeoutInMinutes: '60' },
    'Edm.Int32',
  ],
  [
    {
      '@odata.type': '#microsoft.graph.deviceEnrollmentPlatformRestrictionsConfiguration',
      displayName: 'X',
      windowsRestriction: { platformBlocked: 'yes' },
    },
    'windowsRestriction.platformBlocked',
  ],
])('a configuration that the schema does not know is refused: %j', async (body, word) => {
  const [status, { error }] = await answer(tenant.ask('POST', configurations, body))
  expect([status, error.message]).toEqual([400, expect.stringContaining(word)])
})

test('an assignment to a group that is not there, or to an unknown target, is refused', async () => {
  const limit = '#microsoft.graph.deviceEnrollmentLimitConfiguration'
  const made = await json(
    tenant.ask('POST', configurations, { '@odata.type': limit, displayName: 'Limit', limit: 5 }),
  )
  for (const target of [
    { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: tenant.tenantId },
    { '@odata.type': '#microsoft.graph.everybodyTarget' },
  ]) {
    const body = { enrollmentConfigurationAssignments: [{ target }] }
    const given = await tenant.ask('POST', `${configurations}/${made.id}/assign`, body)
    expect([400, 404]).toContain(given.status)
  }
  expect(await list(`${configurations}/${made.id}/assignments`)).toEqual([])
})

test('a device preparation policy keeps its settings and is found by its family', async () => {
  const policies = `${beta}/configurationPolicies`
  const settings = [
    {
      '@odata.type': '#microsoft.graph.deviceManagementConfigurationSetting',
      settingInstance: { a: 1 },
    },
  ]
  const made = await json(
    tenant.ask('POST', policies, {
      name: 'Device preparation',
      platforms: 'windows10',
      technologies: 'enrollment',
      templateReference: {
        templateId: '80d33118-b7b4-40d8-b15f-81be745e053f_1',
        templateFamily: 'enrollmentConfiguration',
      },
      roleScopeTagIds: ['0'],
      settings,
    }),
  )
  expect(made).toMatchObject({ name: 'Device preparation', settingCount: 1, isAssigned: false })
  const family = "templateReference/templateFamily eq 'enrollmentConfiguration'"
  expect(await list(`${policies}?$filter=${family}`)).toMatchObject([{ id: made.id }])
  expect(await list(`${policies}?$filter=${family.replace('enrollment', 'other')}`)).toEqual([])
  expect(await list(`${policies}/${made.id}/settings`)).toMatchObject([
    { settingInstance: { a: 1 } },
  ])
  const target = { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' }
  await tenant.ask('POST', `${policies}/${made.id}/assign`, { assignments: [{ target }] })
  expect((await json(tenant.ask('GET', `${policies}/${made.id}`))).isAssigned).toBe(true)
  expect((await tenant.ask('GET', `${v1}/configurationPolicies`)).status).toBe(400)
})

test('filters and scope tags are kept; roles, licenses, keys and Apple tokens are looked up', async () => {
  for (const [set, body] of [
    [
      'assignmentFilters',
      { displayName: 'F', platform: 'windows10AndLater', rule: '(device.model -eq "X")' },
    ],
    ['roleScopeTags', { displayName: 'T', description: 'd' }],
  ] as const) {
    const made = await json(tenant.ask('POST', `${beta}/${set}`, body))
    expect(await list(`${beta}/${set}`)).toMatchObject([{ ...body, id: made.id }])
    const renamed = await tenant.ask('PATCH', `${beta}/${set}/${made.id}`, { displayName: 'N' })
    expect(await json(renamed)).toMatchObject({ ...body, displayName: 'N' })
    expect((await tenant.ask('DELETE', `${beta}/${set}/${made.id}`)).status).toBe(204)
  }
  const roles = await list(`${v1}/roleDefinitions?$filter=displayName eq 'Intune Administrator'`)
  expect(roles[0].rolePermissions[0].resourceActions[0].allowedResourceActions).toContain(
    'devices.read',
  )
  expect((await json(tenant.ask('GET', `${v1}/roleDefinitions/${roles[0].id}`))).isBuiltIn).toBe(
    true,
  )
  expect(await list(`${beta}/depOnboardingSettings?$top=100`)).toEqual([])
  const keys = `/v1.0/informationProtection/bitlocker/recoveryKeys`
  expect(await list(`${keys}?$filter=deviceId eq '${tenant.tenantId}'`)).toEqual([])
  await registry.store.pool.query(
    `insert into directory_user (tenant_id, user_id, user_principal_name, display_name, licensed)
     values ($1, gen_random_uuid(), 'ada@contoso.test', 'Ada', true)`,
    [tenant.tenantId],
  )
  const [sku] = await list('/v1.0/subscribedSkus')
  expect(sku).toMatchObject({ skuPartNumber: 'INTUNE_A', consumedUnits: 1 })
  const [ada] = await list("/v1.0/users?$filter=userPrincipalName eq 'ada@contoso.test'")
  expect(ada.assignedLicenses[0].skuId).toBe(sku.skuId)
})

test('what only people have and what is not served says so by name', async () => {
  const [status, { error }] = await answer(tenant.ask('GET', '/v1.0/me'))
  expect([status, error.message]).toEqual([400, expect.stringContaining('delegated')])
  for (const name of ['devices', 'groups']) {
    const [refused, body] = await answer(tenant.ask('GET', `/v1.0/${name}/delta`))
    expect([refused, body.error.message]).toEqual([400, expect.stringContaining(`${name}/delta`)])
  }
})

test('each needs its permission', async () => {
  const reader = await registry.newClient(tenant.tenantId, [
    'DeviceManagementServiceConfig.Read.All',
  ])
  for (const [path, status] of [
    [configurations, 200],
    [`${beta}/configurationPolicies`, 403],
    [`${beta}/assignmentFilters`, 403],
    ['/v1.0/informationProtection/bitlocker/recoveryKeys', 403],
    ['/v1.0/subscribedSkus', 403],
    [`${v1}/roleDefinitions`, 403],
  ] as const)
    expect([path, (await reader.ask('GET', path)).status]).toEqual([path, status])
  expect((await reader.ask('POST', configurations, {})).status).toBe(403)
})

test('managed devices are found by their last sync, synced, renamed and retired', async () => {
  const set = `${beta}/managedDevices`
  const made = await json(tenant.ask('POST', set, { deviceName: 'PC-1', serialNumber: 'M-1' }))
  const since = (date: string) => `${set}?$filter=lastSyncDateTime ge ${date}`
  expect(await list(since('2020-01-01T00:00:00Z'))).toHaveLength(1)
  expect(await list(since('2999-01-01T00:00:00Z'))).toEqual([])
  const path = `${set}/${made.id}`
  expect((await tenant.ask('POST', `${path}/syncDevice`)).status).toBe(204)
  expect((await tenant.ask('POST', `${path}/setDeviceName`, { deviceName: 'PC-2' })).status).toBe(
    204,
  )
  expect((await tenant.ask('POST', `${path}/setDeviceName`, { deviceName: '123' })).status).toBe(
    400,
  )
  expect((await tenant.ask('PATCH', path, { notes: 'in stock' })).status).toBe(200)
  const after = await json(tenant.ask('GET', path))
  expect(after).toMatchObject({ deviceName: 'PC-2', notes: 'in stock' })
  expect(after.lastSyncDateTime >= made.lastSyncDateTime).toBe(true)
  const writer = await registry.newClient(tenant.tenantId, [
    'DeviceManagementManagedDevices.ReadWrite.All',
  ])
  expect((await writer.ask('POST', `${path}/retire`)).status).toBe(403)
  expect((await tenant.ask('POST', `${path}/retire`)).status).toBe(204)
  expect((await tenant.ask('GET', path)).status).toBe(404)
})
