/**
 * Creating and assigning roles. Nobody can grant a permission that they do not have for the whole tenant, so no
 * chain of roles and assignments leads further than where it began.
 */

import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { newUuid, parseUuid } from '../uuid.ts'
import { assignableRoles } from './built-in-roles.ts'
import type { Caller } from './caller.ts'
import type { Access } from './decide.ts'
import { permissionTable } from './permission-table.ts'
import { isPermission, type Permission } from './permissions.ts'
import { type Principals, requirePrincipal } from './principals.ts'
import type { Role, RoleAssignment, Roles } from './roles.ts'

export type RoleDeps = { readonly roles: Roles; readonly access: Pick<Access, 'hasWhole'> }

export type AssignDeps = RoleDeps & { readonly principals: Principals }

export type RoleRequest = {
  readonly displayName: string
  readonly description: string
  readonly permissions: readonly string[]
}

export async function listRoles(
  { roles }: { readonly roles: Pick<Roles, 'list'> },
  tenantId: TenantId,
): Promise<readonly Role[]> {
  return [...assignableRoles, ...(await roles.list(tenantId))]
}

/** Built-in or of the tenant. */
export async function findRole(
  deps: Parameters<typeof listRoles>[0],
  tenantId: TenantId,
  id: string,
): Promise<Role> {
  const role = (await listRoles(deps, tenantId)).find((each) => each.id === id)
  if (role === undefined) throw roleNotFound(id)
  return role
}

export async function createRole(
  deps: RoleDeps,
  caller: Caller,
  request: RoleRequest,
): Promise<Role> {
  const role = { ...request, id: newUuid(), permissions: known(request.permissions) }
  await requireGivable(deps, caller, role.permissions)
  const taken = assignableRoles.some(({ displayName }) => sameName(displayName, role.displayName))
  if (taken || !(await deps.roles.add(caller.tenantId, role))) {
    throw new DomainError('conflict', `There is a role named '${role.displayName}' already.`)
  }
  noteRole(role, null)
  return { ...role, builtIn: false }
}

export async function updateRole(
  deps: RoleDeps,
  caller: Caller,
  { id, ...changes }: Partial<RoleRequest> & { readonly id: string },
): Promise<Role> {
  const before = await ownRole(deps, caller.tenantId, id)
  const role = {
    ...before,
    ...changes,
    permissions: known(changes.permissions ?? before.permissions),
  }
  await requireGivable(deps, caller, role.permissions)
  await deps.roles.update(caller.tenantId, role)
  noteRole(role, before)
  return role
}

export async function removeRole(deps: RoleDeps, tenantId: TenantId, id: string): Promise<void> {
  const role = await ownRole(deps, tenantId, id)
  await deps.roles.remove(tenantId, role.id)
  noteAudit({ type: 'Role', id: role.id, name: role.displayName })
}

export async function assignRole(
  deps: AssignDeps,
  caller: Caller,
  request: Omit<RoleAssignment, 'id'>,
): Promise<RoleAssignment> {
  const all = await listRoles(deps, caller.tenantId)
  const role = all.find(({ id }) => id === request.roleId)
  if (role === undefined) throw roleNotFound(request.roleId)
  await requireGivable(deps, caller, role.permissions)
  await requirePrincipal(deps.principals, caller.tenantId, request)
  const assignment = { ...request, id: newUuid() }
  await deps.roles.assign(caller.tenantId, assignment)
  noteAssignment(assignment, role.displayName)
  return assignment
}

export async function unassignRole(deps: RoleDeps, tenantId: TenantId, id: string): Promise<void> {
  const uuid = parseUuid(id)
  const gone = uuid && (await deps.roles.unassign(tenantId, uuid))
  if (!gone) throw new DomainError('not-found', `There is no role assignment '${id}'.`)
  noteAssignment(gone, gone.roleId)
}

/** Throws unless the caller has all of them for the whole tenant. */
export async function requireGivable(
  { access }: Pick<RoleDeps, 'access'>,
  caller: Caller,
  wanted: readonly Permission[],
): Promise<void> {
  for (const permission of wanted) {
    if (await access.hasWhole(caller, permission)) continue
    // No administrator decides, but administrators say who does.
    if (permission === 'approvals.decide' && (await access.hasWhole(caller, 'roles.write')))
      continue
    const { title } = permissionTable[permission]
    throw new DomainError('not-permitted', `You cannot give what you do not have: '${title}'.`)
  }
}

function known(names: readonly string[]): readonly Permission[] {
  const strange = names.find((name) => !isPermission(name))
  if (strange !== undefined)
    throw new DomainError('request-invalid', `There is no permission '${strange}'.`)
  return [...new Set(names)].filter(isPermission)
}

async function ownRole({ roles }: RoleDeps, tenantId: TenantId, id: string): Promise<Role> {
  if (assignableRoles.some((role) => role.id === id)) {
    throw new DomainError('request-invalid', 'A built-in role cannot be changed.')
  }
  const role = (await roles.list(tenantId)).find((each) => each.id === id)
  if (role === undefined) throw roleNotFound(id)
  return role
}

function roleNotFound(id: string): DomainError {
  return new DomainError('not-found', `There is no role '${id}'.`)
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function noteRole(role: Omit<Role, 'builtIn'>, before: Role | null): void {
  noteAudit({
    type: 'Role',
    id: role.id,
    name: role.displayName,
    properties: [
      {
        name: 'permissions',
        before: before?.permissions.join(' ') ?? null,
        after: role.permissions.join(' '),
      },
    ],
  })
}

function noteAssignment({ id, groupTags, ...to }: RoleAssignment, name: string): void {
  const properties = [
    { name: to.principalKind, before: null, after: to.principalId },
    { name: 'groupTags', before: null, after: groupTags === null ? null : groupTags.join(', ') },
  ]
  noteAudit({ type: 'RoleAssignment', id, name, properties })
}
