/**
 * Whether a caller may do something, and to which devices.
 *
 * An application may do, everywhere, what its application roles carry, and what its assignments permit. A person
 * may do what both the application's scopes carry and one of the person's roles permits: neither extends the other.
 * A partner may do what the customer's relationship permits, and a device what concerns itself.
 */
import { DomainError } from '../errors.ts'
import { builtInRoles } from './built-in-roles.ts'
import { type ApplicationCaller, type Caller, nameOfCaller, type UserCaller } from './caller.ts'
import { permissionTable } from './permission-table.ts'
import {
  carry,
  devicePermissions,
  everybodysPermissions,
  type Permission,
  permissions,
  platformPermissions,
} from './permissions.ts'
import type { Grant, Roles } from './roles.ts'
import { joined, ownDevice, type TagScope, tagsScope, wholeTenant } from './tag-scope.ts'

export type Access = {
  /** The part of the tenant that the caller may act on; throws `not-permitted` if there is none. */
  require(caller: Caller, permission: Permission): Promise<TagScope>
  /** The same; undefined if there is none. What an answer shows of other things is as wide as that of their own routes. */
  scopeOf(caller: Caller, permission: Permission): Promise<TagScope | undefined>
  /** Whether the caller has the permission for the whole tenant, and may therefore grant it. */
  hasWhole(caller: Caller, permission: Permission): Promise<boolean>
  /** Everything the caller may do, and to what extent. */
  all(caller: Caller): Promise<ReadonlyMap<Permission, TagScope>>
}

export function accessBy(roles: Pick<Roles, 'grantsOf'>): Access {
  const scopeOf = async (
    caller: Caller,
    permission: Permission,
    grantsOf = roles.grantsOf,
  ): Promise<TagScope | undefined> => {
    switch (caller.kind) {
      case 'system':
        return wholeTenant
      case 'partner':
        return partnerHas(caller.permissions, permission) ? wholeTenant : undefined
      case 'device':
        return devicePermissions.includes(permission) ? ownDevice(caller.deviceId) : undefined
      default:
        return await scopeOfPrincipal(caller, permission, grantsOf)
    }
  }
  const scopeOfPrincipal = async (
    caller: ApplicationCaller | UserCaller,
    permission: Permission,
    grantsOf: Roles['grantsOf'],
  ): Promise<TagScope | undefined> => {
    if (caller.kind === 'user' && !carry(caller.scopes, permission)) return undefined
    if (alwaysHas(caller, permission)) return wholeTenant
    const principal = principalOf(caller)
    const scope = scopeIn(await grantsOf(caller.tenantId, principal), permission)
    if (scope === undefined || scope.whole) return scope
    return { ...scope, submitter: `${principal.kind}:${principal.id}` }
  }

  /** Group tags for which the caller has a permission that is given for the whole tenant or not at all. */
  const tagsOf = async (caller: Caller, permission: Permission): Promise<readonly string[]> => {
    if (caller.kind !== 'application' && caller.kind !== 'user') return []
    if (caller.kind === 'user' && !carry(caller.scopes, permission)) return []
    const grants = await roles.grantsOf(caller.tenantId, principalOf(caller))
    return grants
      .filter((grant) => grant.permissions.includes(permission))
      .flatMap(({ groupTags }) => groupTags ?? [])
  }

  return {
    async require(caller, permission) {
      const scope = await scopeOf(caller, permission)
      if (scope !== undefined) return scope
      throw notPermitted(caller, permission, await tagsOf(caller, permission))
    },
    scopeOf: (caller, permission) => scopeOf(caller, permission),
    async hasWhole(caller, permission) {
      return (await scopeOf(caller, permission))?.whole === true
    },
    async all(caller) {
      // The grants are read once for all permissions.
      let grants: Promise<readonly Grant[]> | undefined
      const grantsOnce: Roles['grantsOf'] = (tenantId, principal) => {
        grants ??= roles.grantsOf(tenantId, principal)
        return grants
      }
      const found: [Permission, TagScope][] = []
      for (const permission of permissions) {
        const scope = await scopeOf(caller, permission, grantsOnce)
        if (scope !== undefined) found.push([permission, scope])
      }
      return new Map(found)
    },
  }
}

function principalOf(caller: ApplicationCaller | UserCaller) {
  return caller.kind === 'user'
    ? ({ kind: 'user', id: caller.userId } as const)
    : ({ kind: 'application', id: caller.applicationId } as const)
}

/** By what the token or the directory says, without looking at assignments. */
function alwaysHas(caller: ApplicationCaller | UserCaller, permission: Permission): boolean {
  if (caller.kind === 'application') return carry(caller.roles, permission)
  if (everybodysPermissions.includes(permission)) return true
  return builtInRoles.some(
    (role) =>
      caller.directoryRoles.includes(role.displayName) && role.permissions.includes(permission),
  )
}

/** No customer can grant what belongs to the platform operator. */
function partnerHas(permitted: readonly Permission[], permission: Permission): boolean {
  return permitted.includes(permission) && !platformPermissions.includes(permission)
}

/** Undefined: no grant carries it. */
function scopeIn(grants: readonly Grant[], permission: Permission): TagScope | undefined {
  const { limit } = permissionTable[permission]
  const scopes = grants
    .filter((grant) => grant.permissions.includes(permission))
    .flatMap(({ groupTags }): TagScope[] => {
      if (groupTags === null) return [wholeTenant]
      return limit === 'tags' ? [tagsScope(groupTags)] : []
    })
  return scopes.length === 0 ? undefined : joined(scopes)
}

function notPermitted(
  caller: Caller,
  permission: Permission,
  tags: readonly string[],
): DomainError {
  const { title } = permissionTable[permission]
  const limit = tags.map((tag) => `'${tag}'`).join(', ')
  const needs = tags.length === 0 ? lack(caller, permission) : `'${title}' for the whole tenant`
  const has = tags.length === 0 ? '' : `, and has it for the group tags ${limit} only`
  return new DomainError('not-permitted', `${subjectOf(caller)} needs ${needs}${has}.`)
}

function subjectOf(caller: Caller): string {
  return caller.kind === 'application'
    ? `Application '${caller.applicationId}'`
    : caller.kind === 'user'
      ? caller.userPrincipalName
      : nameOfCaller(caller).replace(/^./, (first) => first.toUpperCase())
}

/** What would permit it. */
function lack(caller: Caller, permission: Permission): string {
  const { title, scopes } = permissionTable[permission]
  if (devicePermissions.includes(permission)) return 'to be a device: only devices may do this'
  if (caller.kind === 'partner') return `a relationship with the customer that permits '${title}'`
  if (caller.kind === 'application')
    return `one of the application permissions ${scopes.join(', ')}, or a role with the permission '${title}'`
  if (caller.kind === 'user' && !carry(caller.scopes, permission))
    return `one of the scopes ${scopes.join(', ')}`
  return `a role with the permission '${title}'`
}
