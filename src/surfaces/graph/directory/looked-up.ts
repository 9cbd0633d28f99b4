import { userType } from 'taxiway-autopilot/graph'
import { findPerson } from '../../../core/directory/directory-person.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { type GraphVersion, readRoutes } from '../entity-set.ts'
import { entityOptions } from '../odata/list-request.ts'
import { queryOptions } from '../odata/query-options.ts'
import { parseShape, shaped } from '../odata/shape.ts'
import {
  depOnboarding,
  type LookedUpDeps,
  recoveryKeys,
  roleDefinitions,
  setOf,
  skus,
} from './looked-up-sets.ts'
import { presentPerson } from './present-directory.ts'

const route = routesWith<LookedUpDeps>()

export function lookedUpRoutes(graph: GraphVersion): readonly Route<LookedUpDeps>[] {
  const { links, version } = graph
  return [
    ...[roleDefinitions, recoveryKeys, skus].flatMap((each) => readRoutes(setOf(each), graph)),
    route({
      method: 'GET',
      path: '/me',
      permission: 'own-account.read',
      async handle({ ports, caller, request }) {
        // [observed]
        if (caller.kind !== 'user')
          throw new DomainError(
            'request-invalid',
            '/me request is only valid with delegated authentication flow.',
          )
        const options = queryOptions(request.options, entityOptions)
        const shape = parseShape(options, { type: userType }, version)
        const id = ids.userOrName.parse(caller.userId)
        if (id === undefined) throw new Error('a person without an id is signed in')
        const person = await findPerson(ports.directoryPeople, caller.tenantId, id)
        const shown = shaped(presentPerson(person), shape)
        return { '@odata.context': links.context(request, 'users/$entity'), ...shown }
      },
    }),
    ...(['devices', 'groups', 'users'] as const).map((name) =>
      route({
        method: 'GET',
        path: `/${name}/delta`,
        permission: deltaPermissions[name],
        handle() {
          throw new DomainError(
            'request-invalid',
            `Changes since last time (${name}/delta) are not served here. List /${name}, or follow the events of /admin/v1/events.`,
          )
        },
      }),
    ),
  ]
}

const deltaPermissions = {
  devices: 'directory-devices.read',
  groups: 'groups.read',
  users: 'users.read',
} as const

/** Those that only beta has. */
export function betaLookedUpRoutes(graph: GraphVersion): readonly Route<LookedUpDeps>[] {
  return readRoutes(setOf(depOnboarding), graph)
}
