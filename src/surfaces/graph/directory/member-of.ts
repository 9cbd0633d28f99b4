/** `memberOf` and `transitiveMemberOf` of devices, people and groups: of devices, by name or by rule. [documented] */

import { groupType } from 'taxiway-autopilot/graph'
import type { Device } from '../../../core/devices/device.ts'
import { deviceMatches } from '../../../core/devices/device-fields.ts'
import { findPerson } from '../../../core/directory/directory-person.ts'
import { DomainError } from '../../../core/errors.ts'
import { parseRule } from '../../../core/groups/dynamic-rule.ts'
import { findGroup, type Group } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { queryOptions } from '../odata/query-options.ts'
import { shaped } from '../odata/shape.ts'
import { findByObject } from './directory-devices.ts'
import { asText, memberPageOf, partOf } from './member-page.ts'
import type { MemberDeps } from './members.ts'
import { presentGroup } from './present-directory.ts'

const route = routesWith<MemberDeps>()
const pageSize = 1_000

/** What may be a member: of a device, rules find groups too. */
export type Subject = { readonly objectId: string; readonly device?: Device }

export type MemberKind = {
  readonly base: string
  readonly subject: (input: Input<MemberDeps>) => Promise<Subject>
}

export const memberBases: readonly MemberKind[] = [
  {
    base: '/devices/:id',
    async subject({ ports, caller: { tenantId }, parameter }) {
      const device = await findByObject(
        ports.devices,
        tenantId,
        parameter('id', ids.directoryDevice),
      )
      return { objectId: device.directoryObjectId, device }
    },
  },
  {
    base: '/users/:id',
    async subject({ ports, caller: { tenantId }, parameter }) {
      const name = parameter('id', ids.userOrName)
      return { objectId: (await findPerson(ports.directoryPeople, tenantId, name)).id }
    },
  },
  {
    base: '/groups/:id',
    async subject({ ports, caller: { tenantId }, parameter }) {
      return { objectId: (await findGroup(ports.groups, tenantId, parameter('id', ids.group))).id }
    },
  },
  {
    base: '/me',
    subject({ caller }) {
      if (caller.kind === 'user') return Promise.resolve({ objectId: caller.userId })
      throw new DomainError(
        'request-invalid',
        '/me request is only valid with delegated authentication flow.',
      )
    },
  },
]

export function memberOfRoutes(graph: GraphVersion): readonly Route<MemberDeps>[] {
  const list = ({ base, subject }: MemberKind, name: string) => {
    const found = async (input: Input<MemberDeps>) =>
      await groupsOf(input.ports, {
        tenantId: input.caller.tenantId,
        subject: await subject(input),
        deep: name === 'transitivememberof',
      })
    const declared = { method: 'GET', permission: 'groups.read' } as const
    const whole = (path: string) =>
      route({
        ...declared,
        path,
        async handle(input) {
          const { request } = input
          const { page, shape, isCounted } = memberPageOf(request, graph, groupType)
          const groups = await found(input)
          const { rows, next } = partOf(groups, page)
          return {
            '@odata.context': graph.links.context(request, 'directoryObjects'),
            ...(isCounted && { '@odata.count': groups.length }),
            ...(next !== undefined && { '@odata.nextLink': graph.links.next(request, next) }),
            value: rows.map((group) =>
              shaped({ '@odata.type': '#microsoft.graph.group', ...presentGroup(group) }, shape),
            ),
          }
        },
      })
    const path = `${base}/${name}`
    return [
      whole(path),
      // As `…/microsoft.graph.group`: all are groups.
      whole(`${path}/group`),
      route({
        ...declared,
        path: `${path}/$count`,
        async handle(input) {
          queryOptions(input.request.options, [])
          return asText((await found(input)).length)
        },
      }),
    ]
  }
  return memberBases.flatMap((kind) =>
    ['memberof', 'transitivememberof'].flatMap((name) => list(kind, name)),
  )
}

export async function groupsOf(
  { groups }: MemberDeps,
  of: { readonly tenantId: TenantId; readonly subject: Subject; readonly deep: boolean },
): Promise<readonly Group[]> {
  const { tenantId, subject, deep } = of
  const named = await groups.containing(tenantId, subject.objectId)
  const ruled = await ruledGroups(groups, { tenantId, named }, subject.device)
  const found = new Map([...named, ...ruled].map((group) => [group.id, group]))
  if (!deep) return [...found.values()]
  for (const { id } of found.values()) {
    for (const outer of await groups.containing(tenantId, id)) {
      if (!found.has(outer.id)) found.set(outer.id, outer)
    }
  }
  return [...found.values()]
}

async function ruledGroups(
  groups: MemberDeps['groups'],
  { tenantId, named }: { readonly tenantId: TenantId; readonly named: readonly Group[] },
  device: Device | undefined,
): Promise<readonly Group[]> {
  if (device === undefined) return []
  const ties = { groupIds: named.map(({ id }) => id), givenProfileId: null }
  return (await groupsWithRules(groups, tenantId)).filter(({ rule }) => {
    const filter = rule === null ? null : parseRule(rule)
    return filter !== null && deviceMatches(filter, device, ties)
  })
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
