/** Groups as a set, with those who are in them and those who own them. */
import { groupType } from 'taxiway-autopilot/graph'
import type { Caller } from '../../../core/access/caller.ts'
import {
  findGroup,
  type Group,
  type GroupField,
  groupFieldTypes,
} from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { GroupId } from '../../../core/ids.ts'
import type { EntitySet } from '../entity-set.ts'
import { type MemberDeps, membersNamed, membersOf, objectIdOf, presenterFor } from './members.ts'
import { type OwnerDeps, ownersOf } from './owners.ts'
import { presentGroup } from './present-directory.ts'

export type GroupDeps = MemberDeps & OwnerDeps

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

/** Of each group where they are expanded. [documented: known issues of Graph, $expand] */
const expandedMembers = 20

export const groupSet: EntitySet<GroupDeps, Group, GroupField, GroupId> = {
  path: 'groups',
  ofDirectory: true,
  type: groupType,
  id: ids.group,
  read: 'groups.read',
  searchable: true,
  fields,
  types: groupFieldTypes,
  rows: (ports) => ({
    list: (tenantId, query) => ports.groups.list(tenantId, query),
    find: (tenantId, id) => findGroup(ports.groups, tenantId, id),
    present: async (rows) => rows.map(presentGroup),
    expand: {
      members: (rows, _, caller) => firstMembers(ports, caller, rows),
      async owners(rows, _, caller) {
        const owners = await ownersOf(ports, caller, rows)
        return rows.map(({ id }) => (owners.get(id) ?? []).slice(0, expandedMembers))
      },
    },
  }),
}

async function firstMembers(
  ports: MemberDeps,
  caller: Caller,
  rows: readonly Group[],
): Promise<readonly (readonly object[])[]> {
  const { tenantId } = caller
  const present = await presenterFor(ports, caller)
  const named = rows.filter(({ rule }) => rule === null).map(({ id }) => id)
  const first = await ports.groups.firstMembers(tenantId, named, expandedMembers)
  const ids = [...new Set([...first.values()].flat())]
  const members = new Map(
    (await membersNamed(ports, tenantId, ids)).map((each) => [objectIdOf(each), each]),
  )
  const found: (readonly object[])[] = []
  for (const group of rows) {
    const those =
      group.rule === null
        ? (first.get(group.id) ?? []).flatMap((id) => members.get(id) ?? [])
        : (await membersOf(ports, { tenantId, group }, { limit: expandedMembers })).rows
    found.push(those.map(present))
  }
  return found
}
