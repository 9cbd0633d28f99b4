/** Roles in a seed that grant nothing: misspelled, or from another product. */

import { builtInRoles } from '../../core/access/built-in-roles.ts'
import { permissionsOf } from '../../core/access/permissions.ts'
import type { Seed } from './seed-shape.ts'

/** One line for each such role, with its location. Not an error: scripts' seeds name all roles that the real service needs. */
export function ineffectiveRoles({ tenants }: Seed): readonly string[] {
  return tenants.flatMap(({ domain, applications, users }) => [
    ...applications.flatMap(({ displayName, roles }) =>
      roles
        .filter((role) => permissionsOf([role]).size === 0)
        .map((role) => `${domain}, application ${displayName}: ${role}`),
    ),
    ...users.flatMap(({ userPrincipalName, roles }) =>
      roles
        .filter((role) => !builtInRoles.some(({ displayName }) => displayName === role))
        .map((role) => `${domain}, ${userPrincipalName}: ${role}`),
    ),
  ])
}
