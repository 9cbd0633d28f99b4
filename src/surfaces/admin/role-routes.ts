/** Roles, what they may hold, and who has them. */
import {
  type AssignDeps,
  assignRole,
  createRole,
  listRoles,
  removeRole,
  unassignRole,
  updateRole,
} from '../../core/access/manage-roles.ts'
import { permissions, permissionTable } from '../../core/access/permissions.ts'
import {
  assignmentAnswer,
  assignmentRequest,
  listOf,
  permissionAnswer,
  roleAnswer,
  roleChange,
  roleRequest,
} from './contract.ts'
import { presentAssignment, presentRole } from './present.ts'
import { type AdminRoute, route } from './routes.ts'

export function roleRoutes(deps: AssignDeps): readonly AdminRoute[] {
  return [
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
      handle: async ({ caller }) => ({
        value: (await listRoles(deps, caller.tenantId)).map(presentRole),
      }),
    }),
    route({
      method: 'POST',
      path: '/roles',
      permission: 'roles.write',
      summary: 'Make a role out of permissions that you have.',
      body: roleRequest,
      status: 201,
      answer: roleAnswer,
      handle: async ({ caller, body }) => presentRole(await createRole(deps, caller, body)),
    }),
    route({
      method: 'PATCH',
      path: '/roles/:id',
      permission: 'roles.write',
      summary: 'Change a role of the tenant.',
      body: roleChange,
      answer: roleAnswer,
      handle: async ({ caller, body, parameter }) => {
        const given = Object.entries(body).filter(([, value]) => value !== undefined)
        const change = { id: parameter('id'), ...Object.fromEntries(given) }
        return presentRole(await updateRole(deps, caller, change))
      },
    }),
    route({
      method: 'DELETE',
      path: '/roles/:id',
      permission: 'roles.write',
      summary: 'Delete a role of the tenant, and take it from all who have it.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await removeRole(deps, caller.tenantId, parameter('id'))
        return undefined
      },
    }),
    ...assignmentRoutes(deps),
  ]
}

function assignmentRoutes(deps: AssignDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/role-assignments',
      permission: 'roles.read',
      summary: 'Who has which role, and for which group tags.',
      answer: listOf(assignmentAnswer),
      handle: async ({ caller }) => ({
        value: (await deps.roles.assignments(caller.tenantId)).map(presentAssignment),
      }),
    }),
    route({
      method: 'POST',
      path: '/role-assignments',
      permission: 'roles.write',
      summary: 'Give a role to a person, a group or an application, for some group tags perhaps.',
      body: assignmentRequest,
      status: 201,
      answer: assignmentAnswer,
      handle: async ({ caller, body }) => presentAssignment(await assignRole(deps, caller, body)),
    }),
    route({
      method: 'DELETE',
      path: '/role-assignments/:id',
      permission: 'roles.write',
      summary: 'Take a role away again.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await unassignRole(deps, caller.tenantId, parameter('id'))
        return undefined
      },
    }),
  ]
}
