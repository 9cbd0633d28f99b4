/** `/groups`. */

import { groupType } from 'taxiway-autopilot/graph'
import type { z } from 'zod'
import { requireGroupGivable, requireNoRole } from '../../../core/access/role-groups.ts'
import { DomainError } from '../../../core/errors.ts'
import {
  changeGroup,
  createGroup,
  findGroup,
  type Group,
  type GroupField,
  type GroupText,
  groupFieldTypes,
  groupNotFound,
} from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { GroupId } from '../../../core/ids.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { type EntitySet, entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { requireNickname, requireWholeGroup } from '../fidelity/strict-groups.ts'
import { groupChange, newGroup } from './group-bodies.ts'
import { memberRoutes } from './group-members.ts'
import { type MemberDeps, referred } from './members.ts'
import { presentGroup } from './present-directory.ts'

const fields: Readonly<Record<string, GroupField>> = {
  id: 'id',
  displayname: 'displayName',
  description: 'description',
  mailnickname: 'mailNickname',
  membershiprule: 'rule',
  createddatetime: 'createdAt',
  securityenabled: 'securityEnabled',
  mailenabled: 'mailEnabled',
  grouptypes: 'groupTypes',
}

const set: EntitySet<MemberDeps, Group, GroupField, GroupId> = {
  path: 'groups',
  ofDirectory: true,
  type: groupType,
  id: ids.group,
  read: 'groups.read',
  searchable: true,
  fields,
  types: groupFieldTypes,
  rows: ({ groups }) => ({
    list: (tenantId, query) => groups.list(tenantId, query),
    find: (tenantId, id) => findGroup(groups, tenantId, id),
    present: async (rows) => rows.map(presentGroup),
  }),
}

const audit = { category: 'Group', resource: 'Group' } as const
const permission = 'groups.write'
const route = routesWith<MemberDeps>()

export function groupRoutes(graph: GraphVersion): readonly Route<MemberDeps>[] {
  return [
    ...readRoutes(set, graph),
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
        const row = await createGroup(ports.groups, caller.tenantId, {
          displayName: body.displayName,
          description: body.description ?? null,
          mailNickname: body.mailNickname ?? body.displayName.replace(/[^A-Za-z0-9-]/g, ''),
          rule: body.membershipRule || null,
        })
        if (row.rule === null) await ports.groups.addMembers(caller.tenantId, row.id, members)
        return await entityBody(input, { set, graph, row })
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
        const changes = changesOf(body, before)
        await changeGroup(ports.groups, { tenantId, id }, changes)
        // After the change, which locks the group, so that a role assigned at the same time is seen.
        if (changes.rule) await requireNoRole(ports, tenantId, id)
        const added = await boundMembers(input, body['members@odata.bind'] ?? [])
        if (added.length > 0) await requireGroupGivable(ports, caller, id)
        await ports.groups.addMembers(tenantId, id, added)
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
  ]
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
  { ports, caller }: Input<MemberDeps>,
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
