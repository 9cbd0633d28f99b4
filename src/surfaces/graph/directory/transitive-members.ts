/** `/groups/{id}/transitiveMembers`: members, members of nested groups, and so on; each once. [documented] */
import { findGroup } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { queryOptions } from '../odata/query-options.ts'
import { shaped } from '../odata/shape.ts'
import { asText, memberPageOf, partOf } from './member-page.ts'
import {
  allMembers,
  type Member,
  type MemberDeps,
  memberKinds,
  objectIdOf,
  presenterFor,
} from './members.ts'

const route = routesWith<MemberDeps>()
/** All of them, or those of a kind as `…/microsoft.graph.device`, and their number. */
export function transitiveMemberRoutes(graph: GraphVersion): readonly Route<MemberDeps>[] {
  const path = '/groups/:id/transitivemembers'
  return [undefined, ...memberKinds].flatMap((kind) => {
    const declared = { method: 'GET', permission: 'groups.read' } as const
    const at = kind === undefined ? path : `${path}/${kind}`
    return [
      route({
        ...declared,
        path: at,
        async handle(input) {
          const { request } = input
          const { page, shape, isCounted } = memberPageOf(request, graph)
          const present = await presenterFor(input.ports, input.caller)
          const all = await everyMember(input, kind)
          const { rows, next } = partOf(all, page)
          return {
            '@odata.context': graph.links.context(request, 'directoryObjects'),
            ...(isCounted && { '@odata.count': all.length }),
            ...(next !== undefined && { '@odata.nextLink': graph.links.next(request, next) }),
            value: rows.map((member) => shaped(present(member), shape)),
          }
        },
      }),
      route({
        ...declared,
        path: `${at}/$count`,
        async handle(input) {
          queryOptions(input.request.options, [])
          return asText((await everyMember(input, kind)).length)
        },
      }),
    ]
  })
}

/** Groups may contain each other in a cycle: each is visited once. */
async function everyMember(
  { ports, caller: { tenantId }, parameter }: Input<MemberDeps>,
  kind: Member['kind'] | undefined,
): Promise<readonly Member[]> {
  const first = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
  const found = new Map<string, Member>()
  const open = [first]
  const entered = new Set([first.id])
  for (const group of open) {
    for (const member of await allMembers(ports, { tenantId, group })) {
      found.set(objectIdOf(member), member)
      if (member.kind !== 'group' || entered.has(member.group.id)) continue
      entered.add(member.group.id)
      open.push(member.group)
    }
  }
  return [...found.values()].filter(
    (member) => objectIdOf(member) !== first.id && (kind ?? member.kind) === member.kind,
  )
}
