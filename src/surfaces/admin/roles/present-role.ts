/** Roles and assignments as they are answered. */
import type { RoleAssignment as WireAssignment, Role as WireRole } from 'taxiway-autopilot/admin'
import type { Role, RoleAssignment } from '../../../core/access/roles.ts'

export function presentRole(role: Role): WireRole {
  const { id, displayName, description, permissions, builtIn } = role
  return { id, displayName, description, permissions: [...permissions], builtIn }
}

export function presentAssignment(of: RoleAssignment): WireAssignment {
  const { id, roleId, principalKind, principalId, groupTags } = of
  return { id, roleId, principalKind, principalId, groupTags: groupTags && [...groupTags] }
}
