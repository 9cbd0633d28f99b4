/**
 * Groups with assigned roles. Membership confers the group's roles, so only someone who could assign the role
 * itself may add or remove members; Entra has role-assignable groups for the same reason.
 */

import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { parseUuid } from '../uuid.ts'
import type { Caller } from './caller.ts'
import { listRoles, type RoleDeps, requireGivable } from './manage-roles.ts'
import type { Role, Roles } from './roles.ts'

export type RoleGroupDeps = Pick<RoleDeps, 'access'> & {
  readonly roles: Pick<Roles, 'list' | 'assignments'>
}

/** Throws `not-permitted` if the group has a role that the caller may not grant. */
export async function requireGroupGivable(
  deps: RoleGroupDeps,
  caller: Caller,
  groupId: string,
): Promise<void> {
  const carried = await rolesOf(deps, caller.tenantId, groupId)
  await requireGivable(
    deps,
    caller,
    carried.flatMap(({ permissions }) => permissions),
  )
}

/** Throws if the group has a role: its members would depend on the properties of devices. */
export async function requireNoRole(
  deps: Pick<RoleGroupDeps, 'roles'>,
  tenantId: TenantId,
  groupId: string,
): Promise<void> {
  if ((await rolesOf(deps, tenantId, groupId)).length > 0)
    throw new DomainError(
      'conflict',
      'A group with a role cannot have a rule. Remove the role first.',
    )
}

async function rolesOf(
  { roles }: Pick<RoleGroupDeps, 'roles'>,
  tenantId: TenantId,
  groupId: string,
): Promise<readonly Role[]> {
  const id = parseUuid(groupId)
  const assigned = (await roles.assignments(tenantId)).filter(
    ({ principalKind, principalId }) => principalKind === 'group' && principalId === id,
  )
  if (assigned.length === 0) return []
  const all = await listRoles({ roles }, tenantId)
  return all.filter((role) => assigned.some(({ roleId }) => roleId === role.id))
}
