/** `/applications`: registrations of programs, as Graph's own tools and scripts manage them. [documented: application] */
import { applicationType } from 'taxiway-autopilot/graph'
import type { Application, Applications } from '../../../core/applications/application.ts'
import { changeApplication } from '../../../core/applications/change-application.ts'
import { removeApplication } from '../../../core/applications/manage-applications.ts'
import { type PrincipalDeps, registerBare } from '../../../core/applications/service-principal.ts'
import { wellKnownClient } from '../../../core/applications/well-known-clients.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { RegisteredApplicationKey, TenantId } from '../../../core/ids.ts'
import { listInMemory } from '../../../core/query-list.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { type EntitySet, entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { replaceCertificates } from './application-proofs.ts'
import { applicationChange, newApplication, wantedApplication } from './application-requests.ts'
import { passwordRoutes } from './password-routes.ts'
import { type Proved, presentApplication } from './present-application.ts'

export type ApplicationSetDeps = PrincipalDeps & {
  readonly applications: Applications
  readonly tenants: Pick<Tenants, 'find'>
}

const types = { id: 'id', appId: 'id', displayName: 'text', createdAt: 'date' } as const

export const applicationSet: EntitySet<
  ApplicationSetDeps,
  Application,
  keyof typeof types,
  RegisteredApplicationKey
> = {
  path: 'applications',
  type: applicationType,
  id: ids.registeredApplication,
  read: 'applications.read',
  ofDirectory: true,
  searchable: true,
  fields: {
    id: 'id',
    appid: 'appId',
    displayname: 'displayName',
    createddatetime: 'createdAt',
  },
  types,
  rows: (ports) => ({
    list: async (tenantId, query) =>
      listInMemory(
        await registered(ports, tenantId),
        {
          types,
          valueOf: (row, field) =>
            field === 'id' ? row.registrationId : field === 'appId' ? row.id : row[field],
        },
        query,
      ),
    find: (tenantId, key) => findRegistered(ports, tenantId, key),
    present: async (rows, tenantId) => {
      const domain = (await ports.tenants.find(tenantId))?.domains[0] ?? null
      const proved = await Promise.all(rows.map((row) => provedBy(ports, row)))
      return proved.map((each) => presentApplication(each, domain))
    },
  }),
}

const audit = { category: 'Application', resource: 'Application' } as const
const permission = 'applications.write'
const route = routesWith<ApplicationSetDeps>()
const base = '/applications'

export function applicationSetRoutes(graph: GraphVersion): readonly Route<ApplicationSetDeps>[] {
  return [
    ...readRoutes(applicationSet, graph),
    route({
      method: 'POST',
      path: base,
      permission,
      audit,
      body: newApplication,
      status: 201,
      async handle(input) {
        const { ports, caller, body } = input
        const { displayName, keyCredentials } = body
        const wanted = { requestedRoles: [], ...wantedApplication(body), displayName }
        const application = await registerBare(ports, caller, wanted)
        if (keyCredentials !== undefined)
          await replaceCertificates(ports, { caller, application }, keyCredentials)
        return await entityBody(input, { set: applicationSet, graph, row: application })
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission,
      audit,
      body: applicationChange,
      status: 204,
      async handle(input) {
        const { ports, caller, body } = input
        const before = await named(input)
        const { requestedRoles, ...settings } = wantedApplication(body, before)
        const { displayName, keyCredentials } = body
        const applicationId = before.id
        await changeApplication(ports, caller, { ...settings, displayName, applicationId })
        if (requestedRoles !== undefined)
          await ports.applications.setRegistration(caller.tenantId, before.id, { requestedRoles })
        if (keyCredentials !== undefined)
          await replaceCertificates(ports, { caller, application: before }, keyCredentials)
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
        removeApplication(input.ports, input.caller, (await named(input)).id),
    }),
    ...passwordRoutes<ApplicationSetDeps>({ base, audit, named }, graph),
  ]
}

function named<Body>(input: Input<ApplicationSetDeps, Body>): Promise<Application> {
  const key = input.parameter('id', ids.registeredApplication)
  return findRegistered(input.ports, input.caller.tenantId, key)
}

/** The tenant's own; of well-known clients it has service principals only. */
async function registered(
  { applications }: ApplicationSetDeps,
  tenantId: TenantId,
): Promise<readonly Application[]> {
  return (await applications.list(tenantId)).filter(({ id }) => wellKnownClient(id) === undefined)
}

async function findRegistered(
  deps: ApplicationSetDeps,
  tenantId: TenantId,
  key: RegisteredApplicationKey,
): Promise<Application> {
  const all = await registered(deps, tenantId)
  const found = all.find(
    ({ id, registrationId }) => key === registrationId || key === `appid=${id}`,
  )
  if (found !== undefined) return found
  // The commonest mistake: the client id in the place of the id.
  const mistaken = all.find(({ id }) => String(key) === id)
  throw new DomainError(
    'not-found',
    mistaken === undefined
      ? `Resource '${key.replace('appid=', '')}' does not exist or one of its queried reference-property objects are not present.`
      : `There is no application with the id '${key}'; it is the appId of one. Ask for /applications(appId='${key}').`,
  )
}

export async function provedBy(
  { secrets, certificates }: Pick<ApplicationSetDeps, 'secrets' | 'certificates'>,
  application: Application,
): Promise<Proved> {
  const { tenantId, id } = application
  return {
    application,
    secrets: application.secrets.length === 0 ? [] : await secrets.list(tenantId, id),
    certificates:
      application.certificates.length === 0 ? [] : await certificates.list(tenantId, id),
  }
}
