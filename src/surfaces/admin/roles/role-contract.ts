/** Shapes of roles, permissions and assignments. Unknown members of requests are refused by name. */
import { maxGroupTagLength } from 'taxiway-autopilot'
import type { Permission, Role, RoleAssignment } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { permissions } from '../../../core/access/permissions.ts'
import { ids } from '../../../core/id-kinds.ts'
import { idShape } from '../../http/id-shape.ts'

const name = z.string().trim().min(1).max(256)

export const roleRequest = z.strictObject({
  displayName: name,
  description: z.string().max(1024).default(''),
  permissions: z.array(z.enum(permissions as readonly [string, ...string[]])).min(1),
})

export const roleChange = z.strictObject({
  displayName: name.optional(),
  description: z.string().max(1024).optional(),
  permissions: roleRequest.shape.permissions.optional(),
})

export const roleAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string(),
  permissions: z.array(z.string()),
  builtIn: z.boolean(),
}) satisfies z.ZodType<Role>

export const permissionAnswer = z.object({
  permission: z.string(),
  title: z.string(),
  scopes: z.array(z.string()),
  limit: z.enum(['tags', 'never']),
}) satisfies z.ZodType<Permission>

export const assignmentRequest = z.strictObject({
  roleId: idShape(ids.role),
  principalKind: z.enum(['user', 'group', 'application']),
  principalId: idShape(ids.directoryObject),
  /** Null or absent: the whole tenant. An empty string stands for devices without a tag. */
  groupTags: z.array(z.string().max(maxGroupTagLength)).min(1).max(200).nullable().default(null),
})

export const assignmentAnswer = z.object({
  id: z.string(),
  roleId: z.string(),
  principalKind: z.string(),
  principalId: z.string(),
  groupTags: z.array(z.string()).nullable(),
}) satisfies z.ZodType<RoleAssignment>
