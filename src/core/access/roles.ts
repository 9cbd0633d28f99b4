/**
 * Roles: named sets of permissions. Some are built in, a tenant can define its own, and an assignment grants one to
 * a person, group or application, for the whole tenant or for some group tags.
 */
import type { TenantId } from '../ids.ts'
import type { Permission } from './permissions.ts'

export type Role = {
  readonly id: string
  readonly displayName: string
  readonly description: string
  readonly permissions: readonly Permission[]
  readonly builtIn: boolean
}

export type PrincipalKind = 'user' | 'group' | 'application'

export type RoleAssignment = {
  readonly id: string
  readonly roleId: string
  readonly principalKind: PrincipalKind
  /** The id of the person or group, or the client id of the application. */
  readonly principalId: string
  /** Null: the whole tenant. */
  readonly groupTags: readonly string[] | null
}

/** One assignment, as `decide` needs it. */
export type Grant = {
  readonly permissions: readonly Permission[]
  readonly groupTags: readonly string[] | null
}

export type Principal = { readonly kind: 'user' | 'application'; readonly id: string }

/** What storage keeps about roles; built-in roles are not stored. */
export type Roles = {
  list(tenantId: TenantId): Promise<readonly Role[]>
  /** False: the tenant already has a role with that name. */
  add(tenantId: TenantId, role: Omit<Role, 'builtIn'>): Promise<boolean>
  /** False: there is no such role. */
  update(tenantId: TenantId, role: Omit<Role, 'builtIn'>): Promise<boolean>
  /** Also deletes its assignments; false = there was no such role. */
  remove(tenantId: TenantId, id: string): Promise<boolean>
  assignments(tenantId: TenantId): Promise<readonly RoleAssignment[]>
  assign(tenantId: TenantId, assignment: RoleAssignment): Promise<void>
  unassign(tenantId: TenantId, id: string): Promise<RoleAssignment | undefined>
  /** The assignments of the principal, and of groups that the person is a member of. */
  grantsOf(tenantId: TenantId, principal: Principal): Promise<readonly Grant[]>
}
