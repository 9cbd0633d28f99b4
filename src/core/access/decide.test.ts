import { expect, test } from 'vitest'
import type { ApplicationId, DeviceId, TenantId } from '../ids.ts'
import { assignableRoles } from './built-in-roles.ts'
import type {
  ApplicationCaller,
  Caller,
  DeviceCaller,
  PartnerCaller,
  UserCaller,
} from './caller.ts'
import { accessBy } from './decide.ts'
import { permissionTable } from './permission-table.ts'
import { allRoles, devicePermissions, permissions, platformPermissions } from './permissions.ts'
import type { Grant } from './roles.ts'
import { reaches, reachesDevice } from './tag-scope.ts'

const read = 'DeviceManagementServiceConfig.Read.All'
const write = 'DeviceManagementServiceConfig.ReadWrite.All'
const tenantId = '11111111-0000-4000-8000-000000000001' as TenantId

function program(...roles: string[]): ApplicationCaller {
  return {
    kind: 'application',
    tenantId,
    applicationId: 'a' as ApplicationId,
    objectId: 'o',
    roles,
  }
}

function person(scopes: readonly string[], directoryRoles: readonly string[]): UserCaller {
  return {
    kind: 'user',
    tenantId,
    applicationId: 'a' as ApplicationId,
    userId: 'u',
    userPrincipalName: 'kim@contoso.test',
    scopes,
    directoryRoles,
    amr: ['pwd'],
    authTime: new Date(0),
  }
}

const granted = (...grants: Grant[]) => accessBy({ grantsOf: async () => grants })
const nothing = granted()
const refusal = { code: 'not-permitted' }

test('a program needs an application role that carries the permission', async () => {
  expect(await nothing.require(program(read), 'devices.read')).toEqual({ whole: true })
  await expect(nothing.require(program(read), 'devices.delete')).rejects.toMatchObject(refusal)
  await expect(nothing.require(program(), 'devices.read')).rejects.toMatchObject(refusal)
})

test('the import-only role imports and reads receipts, and no more', async () => {
  const caller = program('Taxiway.Device.Import')
  const has = await Promise.all(permissions.map((each) => nothing.hasWhole(caller, each)))
  expect(permissions.filter((_, i) => has[i])).toEqual(['devices.import', 'imports.read'])
})

test('of a person scope and role both must allow it', async () => {
  const admin = ['Intune Administrator']
  expect(await nothing.require(person([write], admin), 'devices.delete')).toEqual({ whole: true })
  for (const caller of [person([read], admin), person([write], []), person([], admin)])
    await expect(nothing.require(caller, 'devices.delete')).rejects.toMatchObject(refusal)
})

test('an assignment gives a person nothing that the program was not given', async () => {
  const access = granted({ permissions: ['devices.delete'], groupTags: null })
  expect(await access.hasWhole(person([write], []), 'devices.delete')).toBe(true)
  expect(await access.hasWhole(person([read], []), 'devices.delete')).toBe(false)
})

test('a limited assignment reaches its tags, and carries nothing that goes beyond tags', async () => {
  const access = granted({ permissions: ['devices.read', 'profiles.delete'], groupTags: ['Kiosk'] })
  expect(await access.require(program(), 'devices.read')).toMatchObject({
    whole: false,
    tags: ['kiosk'],
  })
  await expect(access.require(program(), 'profiles.delete')).rejects.toMatchObject(refusal)
  expect(await access.hasWhole(program(), 'devices.read')).toBe(false)
})

test('assignments add up, and no tags reach nothing', async () => {
  const kiosk: Grant = { permissions: ['devices.read'], groupTags: ['Kiosk'] }
  const office: Grant = { permissions: ['devices.read'], groupTags: ['Office', 'KIOSK'] }
  const both = await granted(kiosk, office).require(program(), 'devices.read')
  expect(both).toMatchObject({ whole: false, tags: ['kiosk', 'office'] })
  const none = granted({ permissions: ['devices.read'], groupTags: [] })
  expect(await none.require(program(), 'devices.read')).toMatchObject({ whole: false, tags: [] })
})

test('what a tenant can give holds nothing of the platform', () => {
  expect(assignableRoles.flatMap((role) => role.permissions)).not.toEqual(
    expect.arrayContaining([expect.toSatisfy((each) => platformPermissions.includes(each))]),
  )
  for (const each of platformPermissions)
    expect(permissionTable[each].scopes.some((scope: string) => allRoles.includes(scope))).toBe(
      false,
    )
})

test('every permission is carried by a scope, but for those of devices, which nothing can give', () => {
  for (const name of permissions)
    expect(permissionTable[name].scopes.length > 0, name).toBe(!devicePermissions.includes(name))
  expect(assignableRoles.flatMap((role) => role.permissions)).not.toEqual(
    expect.arrayContaining([expect.toSatisfy((each) => devicePermissions.includes(each))]),
  )
})

const partner: PartnerCaller = {
  kind: 'partner',
  tenantId,
  partnerTenantId: '22222222-0000-4000-8000-000000000002' as TenantId,
  applicationId: 'a' as ApplicationId,
  permissions: ['devices.import', 'imports.read', 'tenants.write'],
}
const whatOf = async (caller: Caller) => {
  const may = await Promise.all(
    permissions.map((each) => nothing.require(caller, each).then(Boolean, () => false)),
  )
  return permissions.filter((_, i) => may[i])
}

test('a partner may do what the relationship permits, and nothing of the platform', async () => {
  expect(await whatOf(partner)).toEqual(['devices.import', 'imports.read'])
  await expect(nothing.require(partner, 'devices.delete')).rejects.toThrow(
    "needs a relationship with the customer that permits 'Enrollment programs: delete device'",
  )
})

test('a device reaches its own registration, and without one nothing', async () => {
  const proof = { kind: 'key', id: 'thumb' } as const
  const deviceId = '33333333-0000-4000-8000-000000000003' as DeviceId
  const device: DeviceCaller = { kind: 'device', tenantId, proof, deviceId }
  expect(await whatOf(device)).toEqual(devicePermissions)
  const scope = await nothing.require(device, 'own-device.read')
  expect(reachesDevice(scope, { id: deviceId, groupTag: 'Kiosk' })).toBe(true)
  expect(reachesDevice(scope, { id: tenantId as string as DeviceId, groupTag: null })).toBe(false)
  expect(reaches(scope, 'Kiosk')).toBe(false)
  const unknown = await nothing.require({ kind: 'device', tenantId, proof }, 'own-device.read')
  expect(reachesDevice(unknown, { id: deviceId, groupTag: null })).toBe(false)
  expect(await nothing.hasWhole(device, 'own-device.read')).toBe(false)
})

test('only a device has the permissions of devices, and the system has all', async () => {
  expect(await whatOf({ kind: 'system', tenantId, job: 'imports' })).toEqual(permissions)
  await expect(nothing.require(program(...allRoles), 'own-device.read')).rejects.toThrow(
    'only devices may do this',
  )
})
