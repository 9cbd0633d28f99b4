/** `/devices/{id}/memberOf` and `/transitiveMemberOf`: the groups of a device, by name or by rule. [documented] */

import type { Device } from '../../core/devices/device.ts'
import { deviceMatches } from '../../core/devices/device-fields.ts'
import { parseRule } from '../../core/groups/dynamic-rule.ts'
import type { Group } from '../../core/groups/group.ts'
import { ids, type TenantId } from '../../core/ids.ts'
import { type Route, routesWith } from '../http/route.ts'
import { findByObject } from './directory-devices.ts'
import type { GraphVersion } from './entity-set.ts'
import type { MemberDeps } from './group-members.ts'
import { queryOptions } from './odata/query-options.ts'
import { presentGroup } from './present-directory.ts'

const route = routesWith<MemberDeps>()
const pageSize = 1_000

export function memberOfRoutes({ links }: GraphVersion): readonly Route<MemberDeps>[] {
  const list = (name: string, deep: boolean) =>
    route({
      method: 'GET',
      path: `/devices/:id/${name.toLowerCase()}`,
      permission: 'groups.read',
      async handle({ ports, caller: { tenantId }, parameter, request }) {
        queryOptions(request.options, ['$count', '$format'])
        const id = parameter('id', ids.directoryDevice)
        const device = await findByObject(ports.devices, tenantId, id)
        const groups = await groupsOf(ports, { tenantId, device, deep })
        return {
          '@odata.context': links.context(request, 'directoryObjects'),
          value: groups.map((group) => ({
            '@odata.type': '#microsoft.graph.group',
            ...presentGroup(group),
          })),
        }
      },
    })
  return [list('memberOf', false), list('transitiveMemberOf', true)]
}

async function groupsOf(
  { groups }: MemberDeps,
  of: { readonly tenantId: TenantId; readonly device: Device; readonly deep: boolean },
): Promise<readonly Group[]> {
  const { tenantId, device, deep } = of
  const named = await groups.containing(tenantId, device.directoryObjectId)
  const ties = { groupIds: named.map(({ id }) => id), givenProfileId: null }
  const ruled = (await groupsWithRules(groups, tenantId)).filter(({ rule }) => {
    const filter = rule === null ? null : parseRule(rule)
    return filter !== null && deviceMatches(filter, device, ties)
  })
  const found = new Map([...named, ...ruled].map((group) => [group.id, group]))
  if (!deep) return [...found.values()]
  for (const { id } of found.values()) {
    for (const outer of await groups.containing(tenantId, id)) {
      if (!found.has(outer.id)) found.set(outer.id, outer)
    }
  }
  return [...found.values()]
}

async function groupsWithRules(
  groups: MemberDeps['groups'],
  tenantId: TenantId,
): Promise<readonly Group[]> {
  const filter = { kind: 'compare', field: 'rule', op: 'ne', value: '' } as const
  const all: Group[] = []
  let after: string | undefined
  do {
    const page = { limit: pageSize, ...(after !== undefined && { after }) }
    const { rows, next } = await groups.list(tenantId, { filter, page })
    all.push(...rows)
    after = next
  } while (after !== undefined)
  return all
}
