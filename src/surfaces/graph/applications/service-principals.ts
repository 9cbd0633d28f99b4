/** `/servicePrincipals`: what stands for programs in the tenant; Microsoft Graph itself is one. [documented: servicePrincipal] */
import { graphApplicationId } from 'taxiway-autopilot'
import { memberNames, servicePrincipalType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import type { Application } from '../../../core/applications/application.ts'
import { changeApplication } from '../../../core/applications/change-application.ts'
import { graphPrincipalId } from '../../../core/applications/graph-permission.ts'
import { makePrincipal, removePrincipal } from '../../../core/applications/service-principal.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { RegisteredApplicationKey, TenantId } from '../../../core/ids.ts'
import { listInMemory } from '../../../core/query-list.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import { type EntitySet, entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { type ApplicationSetDeps, provedBy } from './applications.ts'
import { passwordRoutes } from './password-routes.ts'
import { graphPrincipal, presentPrincipal } from './present-principal.ts'

const types = {
  id: 'id',
  appId: 'id',
  displayName: 'text',
  accountEnabled: 'boolean',
  type: 'text',
} as const

/** An application's, or Graph's own, which no application of the tenant is behind. */
type Principal = {
  readonly id: string
  readonly appId: string
  readonly displayName: string
  readonly accountEnabled: boolean
  readonly application?: Application
}

export const principalSet: EntitySet<
  ApplicationSetDeps,
  Principal,
  keyof typeof types,
  RegisteredApplicationKey
> = {
  path: 'servicePrincipals',
  type: servicePrincipalType,
  id: ids.registeredApplication,
  read: 'applications.read',
  ofDirectory: true,
  searchable: true,
  fields: {
    id: 'id',
    appid: 'appId',
    displayname: 'displayName',
    appdisplayname: 'displayName',
    accountenabled: 'accountEnabled',
    serviceprincipaltype: 'type',
  },
  types,
  rows: (ports) => ({
    list: async (tenantId, query) =>
      listInMemory(
        await principals(ports, tenantId),
        { types, valueOf: (row, field) => (field === 'type' ? 'Application' : row[field]) },
        query,
      ),
    find: (tenantId, key) => findPrincipal(ports, tenantId, key),
    present: async (rows, tenantId) =>
      await Promise.all(
        rows.map(async ({ application }) =>
          application === undefined
            ? graphPrincipal(tenantId)
            : presentPrincipal(await provedBy(ports, application), tenantId),
        ),
      ),
  }),
}

const newPrincipal = z.object({ appId: z.string() })
const principalChange = z.object({
  accountEnabled: z.boolean().optional(),
  displayName: z.string().trim().min(1).max(256).optional(),
})
/** Members that describe a service principal and change nothing here. */
const ignored = [
  ...memberNames(servicePrincipalType, 'beta'),
  'alternativeNames',
  'description',
  'homepage',
  'info',
  'loginUrl',
  'logoutUrl',
  'notes',
  'notificationEmailAddresses',
  'preferredSingleSignOnMode',
  'samlSingleSignOnSettings',
  'tags',
]
for (const shape of [newPrincipal, principalChange])
  ofType(shape, { type: 'microsoft.graph.servicePrincipal', ignored })

const audit = { category: 'Application', resource: 'ServicePrincipal' } as const
const permission = 'applications.write'
const route = routesWith<ApplicationSetDeps>()
const base = '/serviceprincipals'

export function servicePrincipalRoutes(graph: GraphVersion): readonly Route<ApplicationSetDeps>[] {
  return [
    ...readRoutes(principalSet, graph),
    route({
      method: 'POST',
      path: base,
      permission,
      audit,
      body: newPrincipal,
      status: 201,
      async handle(input) {
        const row = principalOf(await makePrincipal(input.ports, input.caller, input.body.appId))
        return await entityBody(input, { set: principalSet, graph, row })
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission,
      audit,
      body: principalChange,
      status: 204,
      async handle(input) {
        const { accountEnabled: enabled, displayName } = input.body
        const { id: applicationId } = await applicationNamed(input)
        await changeApplication(input.ports, input.caller, { applicationId, enabled, displayName })
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      permission,
      audit,
      status: 204,
      handle: async (input) =>
        removePrincipal(input.ports, input.caller, await applicationNamed(input)),
    }),
    ...passwordRoutes<ApplicationSetDeps>({ base, audit, named: applicationNamed }, graph),
  ]
}

/** The application behind the service principal of the path; Graph's own cannot be changed. */
export async function applicationNamed<Body>(
  input: Input<ApplicationSetDeps, Body>,
): Promise<Application> {
  const key = input.parameter('id', ids.registeredApplication)
  const { application } = await findPrincipal(input.ports, input.caller.tenantId, key)
  if (application !== undefined) return application
  throw new DomainError(
    'request-invalid',
    'The service principal of Microsoft Graph is part of every tenant and cannot be changed.',
  )
}

export async function findPrincipal(
  deps: ApplicationSetDeps,
  tenantId: TenantId,
  key: RegisteredApplicationKey,
): Promise<Principal> {
  const all = await principals(deps, tenantId)
  const found = all.find(({ id, appId }) => key === id || key === `appid=${appId}`)
  if (found !== undefined) return found
  throw new DomainError(
    'not-found',
    `Resource '${key.replace('appid=', '')}' does not exist or one of its queried reference-property objects are not present.`,
  )
}

async function principals(
  { applications }: ApplicationSetDeps,
  tenantId: TenantId,
): Promise<readonly Principal[]> {
  const graph = { displayName: 'Microsoft Graph', accountEnabled: true, appId: graphApplicationId }
  const own = (await applications.list(tenantId)).filter(({ hasPrincipal }) => hasPrincipal)
  return [...own.map(principalOf), { ...graph, id: graphPrincipalId(tenantId) }]
}

function principalOf(application: Application): Principal {
  const { objectId: id, id: appId, displayName, enabled: accountEnabled } = application
  return { id, appId, displayName, accountEnabled, application }
}
