/** `/groups`. */

import type { z } from 'zod'
import { requireGroupGivable, requireNoRole } from '../../../core/access/role-groups.ts'
import { DomainError } from '../../../core/errors.ts'
import {
  changeGroup,
  createGroup,
  findGroup,
  type Group,
  type GroupText,
  groupNotFound,
} from '../../../core/groups/group.ts'
import { addOwners } from '../../../core/groups/group-owners.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { requireNickname, requireWholeGroup } from '../fidelity/strict-groups.ts'
import { groupChange, newGroup } from './group-bodies.ts'
import { memberRoutes } from './group-members.ts'
import { ownerRoutes } from './group-owners.ts'
import { type GroupDeps, groupSet } from './group-set.ts'
import { referred } from './members.ts'
import { boundOwners } from './owners.ts'

const audit = { category: 'Group', resource: 'Group' } as const
const permission = 'groups.write'
const route = routesWith<GroupDeps>()

export function groupRoutes(graph: GraphVersion): readonly Route<GroupDeps>[] {
  return [
    ...readRoutes(groupSet, graph),
    route({
      method: 'POST',
      path: '/groups',
      permission,
      audit,
      body: newGroup,
      status: 201,
      async handle(input) {
        const { ports, caller, body } = input
        if (graph.fidelity === 'strict') requireWholeGroup(body)
        requireRule(body)
        const members = await boundMembers(input, body['members@odata.bind'])
        const owners = await boundOwners(input, body['owners@odata.bind'])
        const row = await createGroup(ports.groups, caller.tenantId, {
          displayName: body.displayName,
          description: body.description ?? null,
          mailNickname: body.mailNickname ?? body.displayName.replace(/[^A-Za-z0-9-]/g, ''),
          rule: body.membershipRule || null,
          isAssignableToRole: body.isAssignableToRole ?? null,
        })
        await addOwners(ports.groupOwners, { tenantId: caller.tenantId, groupId: row.id }, owners)
        if (row.rule === null) await ports.groups.addMembers(caller.tenantId, row.id, members)
        return await entityBody(input, { set: groupSet, graph, row })
      },
    }),
    route({
      method: 'PATCH',
      path: '/groups/:id',
      permission,
      audit,
      body: groupChange,
      status: 204,
      async handle(input) {
        const { ports, caller, body, parameter } = input
        const { tenantId } = caller
        if (graph.fidelity === 'strict') requireNickname(body)
        const before = await findGroup(ports.groups, tenantId, parameter('id', ids.group))
        const { id } = before
        requireSameMark(body, before)
        const changes = changesOf(body, before)
        await changeGroup(ports.groups, { tenantId, id }, changes)
        // After the change, which locks the group, so that a role assigned at the same time is seen.
        if (changes.rule) await requireNoRole(ports, tenantId, id)
        const added = await boundMembers(input, body['members@odata.bind'] ?? [])
        if (added.length > 0) await requireGroupGivable(ports, caller, id)
        await ports.groups.addMembers(tenantId, id, added)
        const owners = await boundOwners(input, body['owners@odata.bind'] ?? [])
        await addOwners(ports.groupOwners, { tenantId, groupId: id }, owners)
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: '/groups/:id',
      permission,
      audit,
      status: 204,
      async handle({ ports, caller, parameter }) {
        const { id } = await findGroup(ports.groups, caller.tenantId, parameter('id', ids.group))
        await requireGroupGivable(ports, caller, id)
        if (!(await ports.groups.remove(caller.tenantId, id))) throw groupNotFound(id)
        return undefined
      },
    }),
    ...memberRoutes(graph),
    ...ownerRoutes(graph),
  ]
}

/** [documented: group, isAssignableToRole] */
function requireSameMark(
  { isAssignableToRole: given }: z.output<typeof groupChange>,
  before: Group,
): void {
  if (given == null || given === (before.isAssignableToRole ?? false)) return
  throw new DomainError(
    'request-invalid',
    'isAssignableToRole can only be set when the group is created.',
  )
}

type Typed = Pick<z.output<typeof newGroup>, 'groupTypes' | 'membershipRule'>

/** A group that is called dynamic and has no rule would be one without members. [documented: group-post-groups] */
function requireRule({ groupTypes, membershipRule }: Typed): void {
  if (!isDynamic(groupTypes) || membershipRule) return
  throw new DomainError(
    'request-invalid',
    'A group with DynamicMembership in groupTypes needs a membershipRule.',
  )
}

function isDynamic(types: Typed['groupTypes']): boolean {
  return types?.some((type) => type.toLowerCase() === 'dynamicmembership') === true
}

async function boundMembers(
  { ports, caller }: Input<GroupDeps>,
  addresses: readonly string[],
): Promise<readonly string[]> {
  return await Promise.all(addresses.map((each) => referred(ports, caller.tenantId, each)))
}

/** Its types alone make a group assigned: its rule ends with them. [documented: groups-change-type] */
function changesOf(
  { membershipRule: given, ...body }: z.output<typeof groupChange>,
  before: Group,
): Partial<GroupText> {
  const ends = body.groupTypes != null && !isDynamic(body.groupTypes) && before.rule !== null
  const membershipRule = given === undefined && ends ? null : given
  requireRule({
    ...body,
    membershipRule: membershipRule === undefined ? before.rule : membershipRule,
  })
  return {
    ...(body.displayName !== undefined && { displayName: body.displayName }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.mailNickname !== undefined && { mailNickname: body.mailNickname }),
    ...(membershipRule !== undefined && { rule: membershipRule || null }),
  }
}
