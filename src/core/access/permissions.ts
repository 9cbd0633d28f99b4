/**
 * What can be permitted, and by what: one list for every surface, whose routes each name a permission. Which scopes
 * carry a permission is in `permission-table.ts`.
 */
import { permissionTable } from './permission-table.ts'

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
