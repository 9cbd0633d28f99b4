/** Roles in a seed that give nobody anything: a slip of the pen, or another product's. */
import { permissionsOf } from '../../core/access/permissions.ts'
import { builtInRoles } from '../../core/access/roles.ts'
import type { Seed } from './seed-file.ts'

/** One line for each such role, with its place. They are no error: scripts' seeds name all that the real service wants. */
export function idleRoles({ tenants }: Seed): readonly string[] {
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
