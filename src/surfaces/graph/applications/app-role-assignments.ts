/** Roles that applications were given: read, given and taken at the application's principal, or at Graph's. [documented: appRoleAssignment] */
import type { AppRoleAssignment } from 'taxiway-autopilot'
import { appRoleAssignmentType, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import type { Application } from '../../../core/applications/application.ts'
import { graphPrincipalId, permissionOfId } from '../../../core/applications/graph-permission.ts'
import { giveRole, takeRole } from '../../../core/applications/service-principal.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { RecordId } from '../../../core/ids.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import type { GraphVersion } from '../entity-set.ts'
import { entityOptions } from '../odata/list-request.ts'
import { queryOptions } from '../odata/query-options.ts'
import { parseShape, shaped } from '../odata/shape.ts'
import type { ApplicationSetDeps } from './applications.ts'
import { roleAssignments } from './present-principal.ts'
import { applicationNamed, findPrincipal } from './service-principals.ts'

const assignmentRequest = z.object({
  principalId: z.string(),
  resourceId: z.string(),
  appRoleId: z.string(),
})

ofType(assignmentRequest, {
  type: 'microsoft.graph.appRoleAssignment',
  ignored: memberNames(appRoleAssignmentType, 'beta'),
})

const audit = {
  category: 'Application',
  resource: 'ServicePrincipal',
  action: 'appRoleAssignments',
} as const
const route = routesWith<ApplicationSetDeps>()
const base = '/serviceprincipals/:id'

export function appRoleRoutes({
  links,
  version,
}: GraphVersion): readonly Route<ApplicationSetDeps>[] {
  const list = (path: string, of: (input: Input<ApplicationSetDeps>) => Promise<Given[]>) =>
    route({
      method: 'GET',
      path: `${base}/${path.toLowerCase()}`,
      permission: 'applications.read',
      async handle(input) {
        const options = queryOptions(input.request.options, [...entityOptions, '$top', '$count'])
        const shape = parseShape(options, { type: appRoleAssignmentType }, version)
        const value = (await of(input)).map(({ assignment }) => shaped(assignment, shape))
        return { '@odata.context': links.context(input.request, 'appRoleAssignments'), value }
      },
    })
  const give = (path: string) =>
    route({
      method: 'POST',
      path: `${base}/${path}`,
      permission: 'application-roles.write',
      audit,
      body: assignmentRequest,
      status: 201,
      async handle(input) {
        const made = await given(input)
        return {
          '@odata.context': links.context(input.request, 'appRoleAssignments/$entity'),
          ...made,
        }
      },
    })
  const take = (path: string, of: (input: Input<ApplicationSetDeps>) => Promise<Given[]>) =>
    route({
      method: 'DELETE',
      path: `${base}/${path}/:assignment`,
      permission: 'application-roles.write',
      audit,
      status: 204,
      async handle(input) {
        const id = input.parameter('assignment', ids.record)
        const { application, assignment } = theOne(await of(input), id)
        const role = permissionOfId('role', assignment.appRoleId)?.name ?? ''
        await takeRole(input.ports, input.caller, { applicationId: application.id, role })
        return undefined
      },
    })
  return [
    list('appRoleAssignments', ofPrincipal),
    list('appRoleAssignedTo', ofResource),
    give('appRoleAssignments'.toLowerCase()),
    give('appRoleAssignedTo'.toLowerCase()),
    take('appRoleAssignments'.toLowerCase(), ofPrincipal),
    take('appRoleAssignedTo'.toLowerCase(), ofResource),
  ]
}

type Given = { readonly application: Application; readonly assignment: AppRoleAssignment }

/** Graph's own principal was given nothing. */
async function ofPrincipal(input: Input<ApplicationSetDeps>): Promise<Given[]> {
  const key = input.parameter('id', ids.registeredApplication)
  const { application } = await findPrincipal(input.ports, input.caller.tenantId, key)
  return application === undefined ? [] : givenTo(application)
}

/** All that Graph's principal gave; other principals have nothing to give. */
async function ofResource(input: Input<ApplicationSetDeps>): Promise<Given[]> {
  const key = input.parameter('id', ids.registeredApplication)
  const { application } = await findPrincipal(input.ports, input.caller.tenantId, key)
  if (application !== undefined) return []
  const all = await input.ports.applications.list(input.caller.tenantId)
  return all.filter(({ hasPrincipal }) => hasPrincipal).flatMap(givenTo)
}

function givenTo(application: Application): Given[] {
  return roleAssignments(application).map((assignment) => ({ application, assignment }))
}

async function given(
  input: Input<ApplicationSetDeps, z.output<typeof assignmentRequest>>,
): Promise<AppRoleAssignment> {
  const { ports, caller, body } = input
  const { tenantId } = caller
  const role = permissionOfId('role', body.appRoleId)
  if (body.resourceId.toLowerCase() !== graphPrincipalId(tenantId) || role === undefined)
    throw new DomainError(
      'request-invalid',
      `Permission being assigned was not found on application '${body.resourceId}': role ${body.appRoleId}. Microsoft Graph is ${graphPrincipalId(tenantId)} here.`,
    )
  const all = await ports.applications.list(tenantId)
  const wanted = body.principalId.toLowerCase()
  const application = all.find((each) => each.hasPrincipal && each.objectId === wanted)
  if (application === undefined)
    throw new DomainError('not-found', `There is no service principal '${body.principalId}'.`)
  await requirePath(input, application)
  await giveRole(ports, caller, { applicationId: application.id, role: role.name })
  const { roles } = application
  const after = roleAssignments({ ...application, roles: [...roles, role.name] })
  return theOnly(after.filter(({ appRoleId }) => appRoleId === role.id))
}

/** The path names the principal or the resource of the body. */
async function requirePath(
  input: Input<ApplicationSetDeps, unknown>,
  application: Application,
): Promise<void> {
  const key = input.parameter('id', ids.registeredApplication)
  const at = await findPrincipal(input.ports, input.caller.tenantId, key)
  if (at.application === undefined || at.id === application.objectId) return
  const { displayName } = await applicationNamed(input)
  throw new DomainError(
    'request-invalid',
    `The address names ${displayName}, and principalId names ${application.displayName}.`,
  )
}

function theOne(all: readonly Given[], id: RecordId): Given {
  const found = all.find(({ assignment }) => assignment.id === id)
  if (found === undefined)
    throw new DomainError('not-found', `There is no role assignment '${id}'.`)
  return found
}

function theOnly([one]: readonly AppRoleAssignment[]): AppRoleAssignment {
  if (one === undefined) throw new Error('a role that was just given is gone')
  return one
}
