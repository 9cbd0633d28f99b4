/** Deployment profiles over Graph: kept, assigned, and given to the right devices. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json } from '../../support/registry.ts'
import {
  assign,
  group,
  newGroup,
  newProfile,
  openStage,
  profiles,
  registry,
} from './profiles-stage.ts'
import { answer, beta, identitySet, profileSet, register, v1 } from './registered.ts'
import './written-profiles.ts'

beforeAll(openStage)
afterAll(() => registry.close())

const everyone = { target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }

async function namesOf(tenant: Client): Promise<Record<string, string | undefined>> {
  const { value } = await json(
    tenant.ask('GET', `${beta}/${identitySet}?$expand=deploymentProfile`),
  )
  return Object.fromEntries(
    value.map((d: Json) => [
      d.groupTag,
      d.deploymentProfile?.displayName ?? d.deploymentProfileAssignmentStatus,
    ]),
  )
}

test('dynamic groups find devices by tag, the oldest profile wins, exclusions and all devices follow', async () => {
  const tenant = await registry.newTenant()
  await register(registry, tenant, { from: 1, to: 2, groupTag: 'Kiosk' })
  await register(registry, tenant, { from: 3, to: 4, groupTag: 'Office' })
  await register(registry, tenant, { from: 5, to: 5, groupTag: 'Other' })
  const kiosk = await newGroup(
    tenant,
    'Kiosk',
    '(device.devicePhysicalIds -any (_ -eq "[OrderID]:kiosk"))',
  )
  const all = await newGroup(
    tenant,
    'All',
    '(device.devicePhysicalIDs -any (_ -contains "[ZTDID]"))',
  )
  const office = await newGroup(
    tenant,
    'Office',
    '(device.devicePhysicalIds -any _ -startsWith "[OrderID]:Off")'.replace(
      '_ -startsWith "[OrderID]:Off"',
      '(_ -startsWith "[OrderID]:Off")',
    ),
  )
  const [first, second, third] = [
    await newProfile(tenant, 'First'),
    await newProfile(tenant, 'Second'),
    await newProfile(tenant, 'Third'),
  ]
  expect(await namesOf(tenant)).toEqual({
    Kiosk: 'notAssigned',
    Office: 'notAssigned',
    Other: 'notAssigned',
  })
  await assign(tenant, first, everyone)
  await assign(tenant, second, group(all))
  await assign(tenant, second, group(office, true))
  await assign(tenant, third, group(kiosk))
  expect(await namesOf(tenant)).toEqual({ Kiosk: 'Second', Office: 'First', Other: 'Second' })
  const assigned = async (profile: Json) =>
    (await json(tenant.ask('GET', `${profiles}/${profile.id}/assignedDevices?$count=true`)))[
      '@odata.count'
    ]
  expect([await assigned(first), await assigned(second), await assigned(third)]).toEqual([2, 3, 0])
  await registry.freeDevices()
})

test('an assignment to a target that profiles do not have names the target, not a group', async () => {
  const tenant = await registry.newTenant()
  const { id } = await newProfile(tenant, 'Targets')
  for (const type of ['allLicensedUsersAssignmentTarget', 'colourAssignmentTarget']) {
    const [status, { error }] = await answer(
      tenant.ask('POST', `${profiles}/${id}/assignments`, {
        target: { '@odata.type': `#microsoft.graph.${type}` },
      }),
    )
    expect([status, error.message]).toEqual([
      400,
      expect.stringContaining(`'#microsoft.graph.${type}'`),
    ])
  }
})

test('a device given a profile by name keeps it, and statuses follow the tenant’s pace', async () => {
  const tenant = await registry.newTenant()
  const [device] = await register(registry, tenant, { from: 6, to: 6 })
  const profile = await newProfile(tenant, 'Given')
  const one = `${beta}/${identitySet}/${device.id}`
  expect((await tenant.ask('GET', `${one}/deploymentProfile`)).status).toBe(404)
  await registry.store.pool.query('update tenant set import_seconds = 600 where tenant_id = $1', [
    tenant.tenantId,
  ])
  const before = Date.now()
  expect(
    (await tenant.ask('POST', `${profiles}/${profile.id}/assign`, { deviceIds: [device.id] }))
      .status,
  ).toBe(204)
  const pending = await json(
    tenant.ask('GET', `${one}?$expand=deploymentProfile,intendedDeploymentProfile`),
  )
  expect(pending).toMatchObject({
    deploymentProfileAssignmentStatus: 'pending',
    deploymentProfileAssignedDateTime: '0001-01-01T00:00:00Z',
    deploymentProfile: null,
    intendedDeploymentProfile: { displayName: 'Given' },
  })
  await registry.store.pool.query('update tenant set import_seconds = 0 where tenant_id = $1', [
    tenant.tenantId,
  ])
  const done = await json(tenant.ask('GET', one))
  expect(done.deploymentProfileAssignmentStatus).toBe('assignedInSync')
  expect(Date.parse(done.deploymentProfileAssignedDateTime)).toBeGreaterThanOrEqual(before)
  const [status, shown] = await answer(tenant.ask('GET', `${one}/deploymentProfile`))
  expect([status, shown.displayName]).toEqual([200, 'Given'])
  expect((await tenant.ask('DELETE', `${profiles}/${profile.id}`)).status).toBe(400)
  await registry.freeDevices()
})

test('both profiles are expanded on one device', async () => {
  const tenant = await registry.newTenant()
  const [device] = await register(registry, tenant, { from: 7, to: 7 })
  const shown = await json(
    tenant.ask(
      'GET',
      `${beta}/${identitySet}/${device.id}?$expand=deploymentProfile,intendedDeploymentProfile`,
    ),
  )
  expect([shown.deploymentProfile, shown.intendedDeploymentProfile]).toEqual([null, null])
  expect(
    (await tenant.ask('GET', `${v1}/${identitySet}/${device.id}?$expand=deploymentProfile`)).status,
  ).toBe(400)
  await registry.freeDevices()
})

test('a tenant has at most 350 profiles, and v1.0 has none', async () => {
  const tenant = await registry.newTenant()
  await registry.store.pool.query(
    `insert into deployment_profile (tenant_id, profile_id, display_name, settings)
     select $1, gen_random_uuid(), 'P', '{}' from generate_series(1, 350)`,
    [tenant.tenantId],
  )
  const [status, { error }] = await answer(
    tenant.ask('POST', profiles, { displayName: 'One more' }),
  )
  expect([status, error.message]).toEqual([400, 'A tenant has at most 350 deployment profiles.'])
  const [missing, body] = await answer(tenant.ask('GET', `${v1}/${profileSet}`))
  expect([missing, body.error.message.includes(profileSet)]).toEqual([400, true])
})

test('nothing of this was a failure of the server', () => {
  expect(registry.failures).toEqual([])
})
