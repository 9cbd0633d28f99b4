/** `/groups/{id}/owners`: people and service principals, kept as they are named. [documented: group-list-owners] */
import { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { findGroup } from '../../../core/groups/group.ts'
import { addOwners, removeOwner } from '../../../core/groups/group-owners.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { queryOptions } from '../odata/query-options.ts'
import { shaped } from '../odata/shape.ts'
import type { DirectoryObject } from './directory-objects.ts'
import { asText, memberPageOf, partOf } from './member-page.ts'
import { boundOwners, type OwnerDeps, ownerSets, ownersOf, people } from './owners.ts'
import { notThere } from './reference.ts'

const reference = z.object({ '@odata.id': z.string() })
const audit = { category: 'Group', resource: 'Group', action: 'owners/$ref' } as const
const permission = 'groups.write'
const route = routesWith<OwnerDeps>()
const path = '/groups/:id/owners'

export function ownerRoutes(graph: GraphVersion): readonly Route<OwnerDeps>[] {
  const { links } = graph
  const reading = [undefined, ...ownerSets].flatMap((of) => {
    const at = of === undefined ? path : `${path}/${of.name.toLowerCase()}`
    const those = async (input: Input<OwnerDeps>) => {
      const all = await ownersNow(input)
      return of === undefined ? all : all.filter(isOf(of.name))
    }
    return [
      route({
        method: 'GET',
        path: at,
        permission: 'groups.read',
        async handle(input) {
          const { request } = input
          const { page, shape, isCounted } = memberPageOf(request, graph)
          const all = await those(input)
          const { rows, next } = partOf(all, page)
          return {
            '@odata.context': links.context(request, 'directoryObjects'),
            ...(isCounted && { '@odata.count': all.length }),
            ...(next !== undefined && { '@odata.nextLink': links.next(request, next) }),
            value: rows.map((owner) => shaped(owner, shape)),
          }
        },
      }),
      route({
        method: 'GET',
        path: `${at}/$count`,
        permission: 'groups.read',
        async handle(input) {
          queryOptions(input.request.options, [])
          return asText((await those(input)).length)
        },
      }),
    ]
  })
  return [
    ...reading,
    route({
      method: 'POST',
      path: `${path}/$ref`,
      permission,
      audit,
      body: reference,
      status: 204,
      async handle(input) {
        const { ports, caller, body, parameter } = input
        const { tenantId } = caller
        const { id: groupId } = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
        const owners = await boundOwners(input, [body['@odata.id']])
        if ((await addOwners(ports.groupOwners, { tenantId, groupId }, owners)) > 0)
          return undefined
        throw new DomainError(
          'request-invalid',
          "One or more added object references already exist for the following modified properties: 'owners'.",
        )
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/:owner/$ref`,
      permission,
      audit,
      status: 204,
      async handle({ ports, caller, parameter }) {
        const { tenantId } = caller
        const { id: groupId } = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
        const owner = parameter('owner', ids.directoryObject)
        const persons = async (all: readonly string[]) =>
          new Set((await people.named(ports, tenantId, all)).map(({ id }) => id))
        if (await removeOwner(ports.groupOwners, { tenantId, groupId, owner }, persons))
          return undefined
        throw notThere(owner)
      },
    }),
  ]
}

async function ownersNow({
  ports,
  caller,
  parameter,
}: Input<OwnerDeps>): Promise<readonly DirectoryObject[]> {
  const group = await findGroup(ports.groups, caller.tenantId, parameter('id', ids.group))
  return (await ownersOf(ports, caller, [group])).get(group.id) ?? []
}

function isOf(name: string) {
  return (object: DirectoryObject) => object['@odata.type'] === `#microsoft.graph.${name}`
}
