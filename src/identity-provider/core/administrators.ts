/** Administrators of a tenant's people: those who may change other people's factors in the whole tenant. */

import { builtInRoles } from '../../core/access/built-in-roles.ts'
import type { Permission } from '../../core/access/permissions.ts'
import type { Roles } from '../../core/access/roles.ts'
import type { Person } from '../../core/directory/user.ts'
import type { TenantId } from '../../core/ids.ts'

export const administering: Permission = 'factors.write'

/** Directory roles that make administrators, by display name. */
export const administratorRoles: readonly string[] = builtInRoles
  .filter(({ permissions }) => permissions.includes(administering))
  .map(({ displayName }) => displayName)

/** The ids of all administrators who may sign in. */
export type Administrators = (tenantId: TenantId) => Promise<readonly string[]>

export async function isAdministrator(
  roles: Pick<Roles, 'grantsOf'>,
  { tenantId, id, roles: own }: Pick<Person, 'tenantId' | 'id' | 'roles'>,
): Promise<boolean> {
  if (own.some((role) => administratorRoles.includes(role))) return true
  const grants = await roles.grantsOf(tenantId, { kind: 'user', id })
  return grants.some(
    ({ permissions, groupTags }) => groupTags === null && permissions.includes(administering),
  )
}
