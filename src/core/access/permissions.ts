/**
 * What can be permitted, and what carries each permission. One table for every surface: a route names a
 * permission, this table says which scopes and application roles of Graph, and of our own, carry it.
 *
 * The permissions are Intune's where Intune has one [documented: Microsoft, "Create a custom role in Intune"]; the scopes are
 * Graph's [documented: Graph permissions reference], those that begin with `Taxiway.` are ours.
 */

import { handoverPermissionTable } from './handover-permissions.ts'
import { partnerPermissionTable } from './partner-permissions.ts'

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

const serviceRead = [
  'DeviceManagementServiceConfig.Read.All',
  'DeviceManagementServiceConfig.ReadWrite.All',
]
const serviceWrite = ['DeviceManagementServiceConfig.ReadWrite.All']
const directory = ['Directory.Read.All', 'Directory.ReadWrite.All']
const rolesWrite = ['DeviceManagementRBAC.ReadWrite.All']

const ownFactors = ['UserAuthenticationMethod.ReadWrite', 'UserAuthenticationMethod.ReadWrite.All']

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
  'directory-devices.read': entry('Directory: read devices', 'never', [
    'Device.Read.All',
    'Device.ReadWrite.All',
    ...directory,
  ]),
  'directory-devices.write': entry('Directory: change devices', 'never', [
    'Device.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'groups.read': entry('Directory: read groups', 'never', [
    'Group.Read.All',
    'Group.ReadWrite.All',
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    ...directory,
  ]),
  'groups.write': entry('Directory: change groups', 'never', [
    'Group.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'group-members.write': entry('Directory: change members of groups', 'never', [
    'GroupMember.ReadWrite.All',
    'Group.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'users.read': entry('Directory: read users', 'never', [
    'User.Read.All',
    'User.ReadWrite.All',
    'User.ReadBasic.All',
    ...directory,
  ]),
  'users.write': entry('Directory: create and change users', 'never', [
    'User.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'factors.read': entry('Authentication methods: read', 'never', [
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ]),
  'factors.write': entry('Authentication methods: tokens, locks, resets, passwords', 'never', [
    'UserAuthenticationMethod.ReadWrite.All',
  ]),
  'policies.write': entry('Authentication methods: policies', 'never', [
    'UserAuthenticationMethod.ReadWrite.All',
    'Policy.ReadWrite.AuthenticationMethod',
  ]),
  'own-factors.read': entry('Own authentication methods: read', 'never', ownFactors),
  'own-factors.write': entry('Own authentication methods: add', 'never', ownFactors),
  'sign-ins.revoke': entry('Directory: end sign-ins of users', 'never', [
    'User.RevokeSessions.All',
    'User.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'own-account.read': entry('Own account: read', 'never', [
    'User.Read',
    ...ownFactors,
    ...serviceRead,
  ]),
  'organization.read': entry('Directory: read the organization', 'never', [
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    'User.Read',
    'User.Read.All',
    ...directory,
    ...serviceRead,
  ]),
  'organization.write': entry('Directory: change the organization', 'never', [
    'Organization.ReadWrite.All',
  ]),
  'licenses.read': entry('Directory: read licenses', 'never', [
    'LicenseAssignment.Read.All',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    ...directory,
  ]),
  'applications.read': entry('Applications: read', 'never', [
    'Application.Read.All',
    'Application.ReadWrite.All',
    ...directory,
  ]),
  'applications.write': entry('Applications: create, change, give secrets', 'never', [
    'Application.ReadWrite.All',
  ]),
  'application-roles.write': entry('Applications: give and take roles', 'never', [
    'AppRoleAssignment.ReadWrite.All',
  ]),
  'application-consents.read': entry('Applications: read consents', 'never', [
    'DelegatedPermissionGrant.Read.All',
    'DelegatedPermissionGrant.ReadWrite.All',
    ...directory,
  ]),
  'application-consents.write': entry('Applications: consent for everybody', 'never', [
    'DelegatedPermissionGrant.ReadWrite.All',
  ]),
  'identity-providers.read': entry('Identity providers: read', 'never', [
    'IdentityProvider.Read.All',
    'IdentityProvider.ReadWrite.All',
  ]),
  'identity-providers.write': entry('Identity providers: add, change, remove', 'never', [
    'IdentityProvider.ReadWrite.All',
  ]),
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

export type Permission = keyof typeof permissionTable

/** Permissions that destroy, or make destruction possible: they require a fresh second factor of a person. */
export const destructive: ReadonlySet<Permission> = new Set([
  'devices.delete',
  'devices.release',
  'hashes.read',
  'profiles.delete',
  'corporate-identifiers.delete',
  'managed-devices.write',
  'directory-devices.write',
  'users.write',
  'applications.write',
  'application-roles.write',
  'application-consents.write',
  'consents.grant',
  'transfers.offer',
  'removals.run',
  'managed-devices.act',
  'identity-providers.write',
  'roles.write',
  'identity.decide',
  'tenants.write',
  'deny-list.write',
])

export const permissions = Object.keys(permissionTable) as readonly Permission[]

/** Permissions over the installation rather than a tenant: no tenant can grant them. */
export const platformPermissions: readonly Permission[] = [
  'tenants.read',
  'tenants.write',
  'deny-list.write',
]

const platformScopes = scopesOf(platformPermissions)

/** What every person may do through an application with the scope, whatever their roles. */
export const everybodysPermissions: readonly Permission[] = [
  'own-account.read',
  'own-factors.read',
  'own-factors.write',
]

/** What every device may do about itself. No scope and no role carries these. */
export const devicePermissions: readonly Permission[] = ['own-device.read', 'own-device.report']

/** Every scope of a tenant: granted to the first application. */
export const allRoles: readonly string[] = scopesOf(permissions).filter(
  (scope) => !platformScopes.includes(scope),
)

/** What the operator's own application is granted in addition. */
export const platformRoles: readonly string[] = platformScopes

export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissionTable, text)
}

/** What these scopes, or application roles, carry. */
export function permissionsOf(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(
    permissions.filter((permission) =>
      permissionTable[permission].scopes.some((scope: string) => scopes.includes(scope)),
    ),
  )
}

/** Whether these scopes, or application roles, carry the permission. */
export function carry(scopes: readonly string[], permission: Permission): boolean {
  return permissionTable[permission].scopes.some((scope: string) => scopes.includes(scope))
}

function scopesOf(some: readonly Permission[]): readonly string[] {
  return [...new Set(some.flatMap((permission) => permissionTable[permission].scopes))]
}

function entry(title: string, limit: Limit, scopes: readonly string[]): Entry {
  return { title, limit, scopes }
}
