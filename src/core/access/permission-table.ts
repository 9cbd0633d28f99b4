/**
 * What carries each permission: which scopes and application roles of Graph, and of our own.
 *
 * The permissions are Intune's where Intune has one [documented: Microsoft, "Create a custom role in Intune"]; the scopes are
 * Graph's [documented: Graph permissions reference], those that begin with `Taxiway.` are ours.
 */
import { directoryPermissionTable } from './directory-permissions.ts'
import { handoverPermissionTable } from './handover-permissions.ts'
import { partnerPermissionTable } from './partner-permissions.ts'
import { serviceRead, serviceWrite } from './service-scopes.ts'

/**
 * Whether an assignment limited to group tags carries it. `tags`: for devices with those tags, and for things that
 * belong to no device. `never`: it reaches beyond any tag, so only an unlimited assignment carries it.
 */
type Limit = 'tags' | 'never'

type Entry = {
  readonly title: string
  readonly limit: Limit
  readonly scopes: readonly string[]
}

const rolesWrite = ['DeviceManagementRBAC.ReadWrite.All']

export const permissionTable = {
  'devices.read': entry('Enrollment programs: read device', 'tags', serviceRead),
  'devices.import': entry('Enrollment programs: create device', 'tags', [
    ...serviceWrite,
    'Taxiway.Device.Import',
  ]),
  'imports.read': entry('Enrollment programs: read imported device', 'tags', [
    ...serviceRead,
    'Taxiway.Device.Import',
  ]),
  'hashes.read': entry('Enrollment programs: read hardware hashes', 'tags', serviceWrite),
  'devices.update': entry('Enrollment programs: update device', 'tags', serviceWrite),
  'devices.delete': entry('Enrollment programs: delete device', 'tags', serviceWrite),
  'devices.release': entry('Enrollment programs: release device', 'tags', serviceWrite),
  'repairs.read': entry('Repairs: read', 'tags', serviceRead),
  'repairs.write': entry('Repairs: open, follow, register again', 'tags', serviceWrite),
  'devices.sync': entry('Enrollment programs: sync device', 'tags', serviceWrite),
  'profiles.read': entry('Enrollment programs: read profile', 'tags', serviceRead),
  'profiles.create': entry('Enrollment programs: create profile', 'never', serviceWrite),
  'profiles.update': entry('Enrollment programs: update profile', 'never', serviceWrite),
  'profiles.delete': entry('Enrollment programs: delete profile', 'never', serviceWrite),
  'profiles.assign': entry('Enrollment programs: assign profile', 'never', serviceWrite),
  'enrollment-tokens.read': entry('Enrollment programs: read token', 'never', serviceRead),
  'enrollment-tokens.create': entry('Enrollment programs: create token', 'never', serviceWrite),
  'enrollment-tokens.update': entry('Enrollment programs: update token', 'never', serviceWrite),
  'enrollment-tokens.delete': entry('Enrollment programs: delete token', 'never', serviceWrite),
  'corporate-identifiers.read': entry('Corporate identifiers: read', 'never', serviceRead),
  'corporate-identifiers.create': entry('Corporate identifiers: create', 'never', serviceWrite),
  'corporate-identifiers.update': entry('Corporate identifiers: update', 'never', serviceWrite),
  'corporate-identifiers.delete': entry('Corporate identifiers: delete', 'never', serviceWrite),
  'managed-devices.read': entry('Managed devices: read', 'never', [
    'DeviceManagementManagedDevices.Read.All',
    'DeviceManagementManagedDevices.ReadWrite.All',
  ]),
  'managed-devices.write': entry('Managed devices: update, delete', 'never', [
    'DeviceManagementManagedDevices.ReadWrite.All',
  ]),
  'managed-devices.act': entry('Managed devices: retire, wipe, sync, rename', 'never', [
    'DeviceManagementManagedDevices.PrivilegedOperations.All',
  ]),
  'recovery-keys.read': entry('Managed devices: read recovery keys', 'never', [
    'BitlockerKey.ReadBasic.All',
    'BitlockerKey.Read.All',
  ]),
  'enrollment-configurations.read': entry('Enrollment configurations: read', 'never', serviceRead),
  'enrollment-configurations.write': entry(
    'Enrollment configurations: create, update, delete',
    'never',
    serviceWrite,
  ),
  'configurations.read': entry('Device configurations: read', 'never', [
    'DeviceManagementConfiguration.Read.All',
    'DeviceManagementConfiguration.ReadWrite.All',
  ]),
  'configurations.write': entry('Device configurations: create, update, delete', 'never', [
    'DeviceManagementConfiguration.ReadWrite.All',
  ]),
  'associated-devices.read': entry('Associated devices: read', 'never', serviceRead),
  'associated-devices.import': entry('Associated devices: import', 'never', serviceWrite),
  'associated-devices.delete': entry('Associated devices: delete', 'never', serviceWrite),
  ...directoryPermissionTable,
  'roles.read': entry('Roles: read', 'never', ['DeviceManagementRBAC.Read.All', ...rolesWrite]),
  'roles.write': entry('Roles: create, update, delete, assign', 'never', rolesWrite),
  'audit.read': entry('Audit data: read', 'never', [
    'DeviceManagementApps.Read.All',
    'DeviceManagementApps.ReadWrite.All',
    'AuditLog.Read.All',
  ]),
  'jobs.read': entry('Imports in progress: read', 'never', serviceRead),
  ...handoverPermissionTable,
  'identity.read': entry('Identity conflicts: read', 'never', serviceRead),
  'identity.decide': entry('Identity conflicts: decide', 'never', serviceWrite),
  ...partnerPermissionTable,
  'own-device.read': entry('Own registration: read', 'never', []),
  'own-device.report': entry('Own registration: report', 'never', []),
  'tenants.read': entry('Platform: read tenants', 'never', [
    'Taxiway.Tenant.Read.All',
    'Taxiway.Tenant.ReadWrite.All',
  ]),
  'tenants.write': entry('Platform: create and change tenants', 'never', [
    'Taxiway.Tenant.ReadWrite.All',
  ]),
  'deny-list.write': entry('Platform: change the deny list', 'never', [
    'Taxiway.Tenant.ReadWrite.All',
  ]),
} as const satisfies Record<string, Entry>

function entry(title: string, limit: Limit, scopes: readonly string[]): Entry {
  return { title, limit, scopes }
}
