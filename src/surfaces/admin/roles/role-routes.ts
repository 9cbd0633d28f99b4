/** Roles, what they may contain, and who has them. */
import {
  type AssignDeps,
  assignRole,
  createRole,
  findRole,
  listRoles,
  removeRole,
  unassignRole,
  updateRole,
} from '../../../core/access/manage-roles.ts'
import { permissionTable } from '../../../core/access/permission-table.ts'
import { permissions } from '../../../core/access/permissions.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { presentAssignment, presentRole } from './present-role.ts'
import {
  assignmentAnswer,
  assignmentRequest,
  permissionAnswer,
  roleAnswer,
  roleChange,
  roleRequest,
} from './role-contract.ts'

const audit = { category: 'Role', resource: 'Role' } as const
const assignmentAudit = { category: 'Role', resource: 'RoleAssignment' } as const
const route = routesWith<AssignDeps>()

export const roleRoutes: readonly Route<AssignDeps>[] = [
  route({
    method: 'GET',
    path: '/permissions',
    permission: 'roles.read',
    summary: 'What a role can hold, and the scopes that carry it.',
    answer: listOf(permissionAnswer),
    handle: async () => ({
      value: permissions.map((permission) => ({ permission, ...permissionTable[permission] })),
    }),
  }),
  route({
    method: 'GET',
    path: '/roles',
    permission: 'roles.read',
    summary: 'Built-in roles and those of the tenant.',
    answer: listOf(roleAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await listRoles(ports, caller.tenantId)).map(presentRole),
    }),
  }),
  route({
    method: 'POST',
    path: '/roles',
    permission: 'roles.write',
    audit,
    summary: 'Make a role out of permissions that you have.',
    body: roleRequest,
    status: 201,
    answer: roleAnswer,
    handle: async ({ ports, caller, body }) => presentRole(await createRole(ports, caller, body)),
  }),
  route({
    method: 'GET',
    path: '/roles/:id',
    permission: 'roles.read',
    summary: 'One role.',
    answer: roleAnswer,
    handle: async ({ ports, caller, parameter }) =>
      presentRole(await findRole(ports, caller.tenantId, parameter('id', ids.role))),
  }),
  route({
    method: 'PATCH',
    path: '/roles/:id',
    permission: 'roles.write',
    audit,
    summary: 'Change a role of the tenant.',
    body: roleChange,
    answer: roleAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const given = Object.entries(body).filter(([, value]) => value !== undefined)
      const change = { id: parameter('id', ids.role), ...Object.fromEntries(given) }
      return presentRole(await updateRole(ports, caller, change))
    },
  }),
  route({
    method: 'DELETE',
    path: '/roles/:id',
    permission: 'roles.write',
    audit,
    summary: 'Delete a role of the tenant, and take it from all who have it.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      removeRole(ports, caller.tenantId, parameter('id', ids.role)),
  }),
  route({
    method: 'GET',
    path: '/role-assignments',
    permission: 'roles.read',
    summary: 'Who has which role, and for which group tags.',
    answer: listOf(assignmentAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await ports.roles.assignments(caller.tenantId)).map(presentAssignment),
    }),
  }),
  route({
    method: 'POST',
    path: '/role-assignments',
    permission: 'roles.write',
    audit: assignmentAudit,
    summary: 'Give a role to a person, a group or an application, for some group tags perhaps.',
    body: assignmentRequest,
    status: 201,
    answer: assignmentAnswer,
    handle: async ({ ports, caller, body }) =>
      presentAssignment(await assignRole(ports, caller, body)),
  }),
  route({
    method: 'DELETE',
    path: '/role-assignments/:id',
    permission: 'roles.write',
    audit: assignmentAudit,
    summary: 'Take a role away again.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      unassignRole(ports, caller.tenantId, parameter('id', ids.roleAssignment)),
  }),
]
