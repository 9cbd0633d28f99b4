/** `/oauth2PermissionGrants`: what programs may do in everybody's name. What one person allowed is that person's. [documented: oAuth2PermissionGrant] */
import type { PermissionGrant } from 'taxiway-autopilot'
import { memberNames, permissionGrantType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import type { Application } from '../../../core/applications/application.ts'
import { allowForAll, endForAll } from '../../../core/applications/consent-for-all.ts'
import { graphPrincipalId } from '../../../core/applications/graph-permission.ts'
import { refuseUnknownRoles } from '../../../core/applications/manage-applications.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { RecordId, TenantId } from '../../../core/ids.ts'
import { listInMemory } from '../../../core/query-list.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import { type EntitySet, entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import type { ApplicationSetDeps } from './applications.ts'
import { permissionGrant } from './present-principal.ts'

const types = { id: 'id', clientId: 'id', consentType: 'text', resourceId: 'id' } as const

type Grant = { readonly application: Application; readonly grant: PermissionGrant }

const set: EntitySet<ApplicationSetDeps, Grant, keyof typeof types, RecordId> = {
  path: 'oauth2PermissionGrants',
  type: permissionGrantType,
  id: ids.record,
  read: 'application-consents.read',
  fields: {
    id: 'id',
    clientid: 'clientId',
    consenttype: 'consentType',
    resourceid: 'resourceId',
  },
  types,
  rows: (ports) => ({
    list: async (tenantId, query) =>
      listInMemory(
        await grants(ports, tenantId),
        { types, valueOf: ({ grant }, field) => grant[field] },
        query,
      ),
    find: (tenantId, id) => findGrant(ports, tenantId, id),
    present: async (rows) => rows.map(({ grant }) => grant),
  }),
}

const newGrant = z.object({
  clientId: z.string(),
  consentType: z.enum(['AllPrincipals', 'Principal']),
  principalId: z.string().nullish(),
  resourceId: z.string(),
  scope: z.string().max(8192),
})
const grantChange = z.object({ scope: z.string().max(8192) })

const ofGrant = {
  type: 'microsoft.graph.oAuth2PermissionGrant',
  ignored: [...memberNames(permissionGrantType, 'beta'), 'startTime', 'expiryTime'],
}
ofType(newGrant, ofGrant)
ofType(grantChange, ofGrant)

const audit = { category: 'Application', resource: 'OAuth2PermissionGrant' } as const
const permission = 'application-consents.write'
const route = routesWith<ApplicationSetDeps>()
const base = '/oauth2permissiongrants'

export function permissionGrantRoutes(graph: GraphVersion): readonly Route<ApplicationSetDeps>[] {
  return [
    ...readRoutes(set, graph),
    route({
      method: 'POST',
      path: base,
      permission,
      audit,
      body: newGrant,
      status: 201,
      async handle(input) {
        const application = await clientOf(input)
        if (permissionGrant(application) !== undefined)
          throw new DomainError('conflict', 'Permission entry already exists.')
        const row = await allowed(input, application, input.body.scope)
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission,
      audit,
      body: grantChange,
      status: 204,
      async handle(input) {
        const { ports, caller, body, parameter } = input
        const id = parameter('id', ids.record)
        const { application } = await findGrant(ports, caller.tenantId, id)
        await endForAll(ports, caller.tenantId, application.id)
        await allowed(input, application, body.scope)
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      permission,
      audit,
      status: 204,
      async handle({ ports, caller, parameter }) {
        const { application } = await findGrant(ports, caller.tenantId, parameter('id', ids.record))
        await endForAll(ports, caller.tenantId, application.id)
        return undefined
      },
    }),
  ]
}

async function clientOf({
  ports,
  caller,
  body,
}: Input<ApplicationSetDeps, z.output<typeof newGrant>>): Promise<Application> {
  const { tenantId } = caller
  if (body.consentType === 'Principal')
    throw new DomainError(
      'request-invalid',
      'One person allows a program something by signing in to it; consentType must be AllPrincipals here.',
    )
  if (body.resourceId.toLowerCase() !== graphPrincipalId(tenantId))
    throw new DomainError(
      'request-invalid',
      `resourceId must be Microsoft Graph's service principal, ${graphPrincipalId(tenantId)}.`,
    )
  const all = await ports.applications.list(tenantId)
  const wanted = body.clientId.toLowerCase()
  const found = all.find(({ objectId, hasPrincipal }) => hasPrincipal && objectId === wanted)
  if (found === undefined)
    throw new DomainError('not-found', `There is no service principal '${body.clientId}'.`)
  return found
}

/** The scopes of everybody need no consent and are left out. */
async function allowed(
  { ports, caller }: Input<ApplicationSetDeps, unknown>,
  { id: applicationId }: Application,
  scope: string,
): Promise<Grant> {
  const scopes = scope
    .split(/\s+/)
    .filter((name) => name !== '' && !/^(openid|profile|email|offline_access)$/.test(name))
  refuseUnknownRoles(scopes)
  const application = await allowForAll(ports, caller, { applicationId, scopes })
  const grant = permissionGrant(application)
  if (grant === undefined)
    throw new DomainError('request-invalid', 'scope names nothing that needs consent.')
  return { application, grant }
}

async function grants(
  { applications }: ApplicationSetDeps,
  tenantId: TenantId,
): Promise<readonly Grant[]> {
  const all = await applications.list(tenantId)
  return all.flatMap((application) => {
    const grant = application.hasPrincipal ? permissionGrant(application) : undefined
    return grant === undefined ? [] : [{ application, grant }]
  })
}

async function findGrant(
  deps: ApplicationSetDeps,
  tenantId: TenantId,
  id: RecordId,
): Promise<Grant> {
  const found = (await grants(deps, tenantId)).find(({ grant }) => grant.id === id)
  if (found === undefined)
    throw new DomainError('not-found', `There is no permission grant '${id}'.`)
  return found
}
