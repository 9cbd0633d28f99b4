/** Members of groups: listed by rule or by name, added and removed by reference. */
import { z } from 'zod'
import { requireGroupGivable } from '../../../core/access/role-groups.ts'
import { addMember, findGroup } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { queryOptions } from '../odata/query-options.ts'
import { shaped } from '../odata/shape.ts'
import { asText, memberPageOf } from './member-page.ts'
import {
  countOf,
  type Member,
  type MemberDeps,
  memberKinds,
  membersOf,
  presenterFor,
  referred,
} from './members.ts'
import { notThere } from './reference.ts'

const reference = z.object({ '@odata.id': z.string() })

const audit = { category: 'Group', resource: 'Group' } as const
const permission = 'group-members.write'
const route = routesWith<MemberDeps>()

export function memberRoutes(graph: GraphVersion): readonly Route<MemberDeps>[] {
  const { links } = graph
  const list = (path: string, kind?: Member['kind']) =>
    route({
      method: 'GET',
      path,
      permission: 'groups.read',
      async handle({ ports, caller, parameter, request }) {
        const { tenantId } = caller
        const { page, shape, isCounted } = memberPageOf(request, graph)
        const present = await presenterFor(ports, caller)
        const group = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
        const { rows, next } = await membersOf(ports, { tenantId, group }, page)
        const wanted = rows.filter((member) => kind === undefined || member.kind === kind)
        return {
          '@odata.context': links.context(request, 'directoryObjects'),
          ...(isCounted && { '@odata.count': await countOf(ports, { tenantId, group }, kind) }),
          ...(next !== undefined && { '@odata.nextLink': links.next(request, next) }),
          value: wanted.map((member) => shaped(present(member), shape)),
        }
      },
    })

  const count = (path: string, kind?: Member['kind']) =>
    route({
      method: 'GET',
      path: `${path}/$count`,
      permission: 'groups.read',
      async handle({ ports, caller: { tenantId }, parameter, request }) {
        queryOptions(request.options, [])
        const group = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
        return asText(await countOf(ports, { tenantId, group }, kind))
      },
    })

  return [
    list('/groups/:id/members'),
    count('/groups/:id/members'),
    // As `…/microsoft.graph.device`. [documented: group-list-members]
    ...memberKinds.flatMap((kind) => [
      list(`/groups/:id/members/${kind}`, kind),
      count(`/groups/:id/members/${kind}`, kind),
    ]),
    route({
      method: 'POST',
      path: '/groups/:id/members/$ref',
      permission,
      audit: { ...audit, action: 'members/$ref' },
      body: reference,
      status: 204,
      async handle({ ports, caller, body, parameter }) {
        const { tenantId } = caller
        const member = await referred(ports, tenantId, body['@odata.id'])
        const { id } = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
        await requireGroupGivable(ports, caller, id)
        await addMember(ports.groups, { tenantId, id }, member)
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: '/groups/:id/members/:member/$ref',
      permission,
      audit: { ...audit, action: 'members/$ref' },
      status: 204,
      async handle({ ports, caller, parameter }) {
        const { tenantId } = caller
        const { id } = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
        await requireGroupGivable(ports, caller, id)
        const member = parameter('member', ids.directoryObject)
        if (!(await ports.groups.removeMember(tenantId, id, member))) throw notThere(member)
        return undefined
      },
    }),
  ]
}
