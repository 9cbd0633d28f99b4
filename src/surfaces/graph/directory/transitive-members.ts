/** `/groups/{id}/transitiveMembers`: members, members of nested groups, and so on; each once. [documented] */
import type { Group } from '../../../core/groups/group.ts'
import { findGroup } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { shaped } from '../odata/shape.ts'
import { type Member, type MemberDeps, membersOf, presentMember } from './group-members.ts'
import { memberPageOf, partOf } from './member-page.ts'

const route = routesWith<MemberDeps>()
const pageSize = 1_000

export function transitiveMembers(path: string, graph: GraphVersion): Route<MemberDeps> {
  return route({
    method: 'GET',
    path,
    permission: 'groups.read',
    async handle({ ports, caller: { tenantId }, parameter, request }) {
      const { page, shape, isCounted } = memberPageOf(request, graph)
      const group = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
      const all = await everyMember(ports, tenantId, group)
      const { rows, next } = partOf(all, page)
      return {
        '@odata.context': graph.links.context(request, 'directoryObjects'),
        ...(isCounted && { '@odata.count': all.length }),
        ...(next !== undefined && { '@odata.nextLink': graph.links.next(request, next) }),
        value: rows.map((member) => shaped(presentMember(member), shape)),
      }
    },
  })
}

/** Groups may contain each other in a cycle: each is visited once. */
async function everyMember(
  ports: MemberDeps,
  tenantId: TenantId,
  first: Group,
): Promise<readonly Member[]> {
  const found = new Map<string, Member>()
  const open = [first]
  const entered = new Set([first.id])
  for (const group of open) {
    for (const member of await allMembers(ports, tenantId, group)) {
      found.set(keyOf(member), member)
      if (member.kind !== 'group' || entered.has(member.group.id)) continue
      entered.add(member.group.id)
      open.push(member.group)
    }
  }
  return [...found.values()].filter((member) => keyOf(member) !== first.id)
}

async function allMembers(
  ports: MemberDeps,
  tenantId: TenantId,
  group: Group,
): Promise<readonly Member[]> {
  const members: Member[] = []
  let after: string | undefined
  do {
    const page = { limit: pageSize, ...(after !== undefined && { after }) }
    const { rows, next } = await membersOf(ports, { tenantId, group }, page)
    members.push(...rows)
    after = next
  } while (after !== undefined)
  return members
}

function keyOf(member: Member): string {
  if (member.kind === 'device') return member.device.directoryObjectId
  return member.kind === 'user' ? member.person.id : member.group.id
}
