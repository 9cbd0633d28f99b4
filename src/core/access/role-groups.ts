/**
 * Groups that carry roles. A membership gives what the group was given, so it is given, and taken, by those only who
 * could give the role itself; Entra has groups to which roles can be assigned for the same reason.
 */

import { DomainError } from '../errors.ts'
import { parseUuid, type TenantId } from '../ids.ts'
import type { Caller } from './caller.ts'
import { listRoles, type RoleDeps, requireGivable } from './manage-roles.ts'
import type { Role, Roles } from './roles.ts'

export type RoleGroupDeps = Pick<RoleDeps, 'access'> & {
  readonly roles: Pick<Roles, 'list' | 'assignments'>
}

/** Throws `not-permitted` where the group carries a role that is not the caller's to give. */
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

/** Throws where the group carries a role: its members would be whoever a device's properties say. */
export async function requireNoRole(
  deps: Pick<RoleGroupDeps, 'roles'>,
  tenantId: TenantId,
  groupId: string,
): Promise<void> {
  if ((await rolesOf(deps, tenantId, groupId)).length > 0)
    throw new DomainError(
      'conflict',
      'A group that carries a role takes no rule. Take the role away first.',
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
