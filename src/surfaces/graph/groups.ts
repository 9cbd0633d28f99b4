/** `/groups`. */
import { groupType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { requireGroupGivable, requireNoRole } from '../../core/access/role-groups.ts'
import {
  changeGroup,
  createGroup,
  findGroup,
  type Group,
  type GroupField,
  type GroupText,
  groupFieldTypes,
  groupNotFound,
} from '../../core/groups/group.ts'
import { readBody } from './body.ts'
import { type EntitySet, entityBody, type GraphVersion, readRoutes } from './entity-set.ts'
import { type MemberDeps, memberRoutes, referred } from './group-members.ts'
import { presentGroup } from './present-directory.ts'
import { parameter, type Route } from './routes.ts'

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

const text = z.string().nullish()
/** Most members named in one request. [documented] */
const binding = z.array(z.string()).max(20).default([])

const newGroup = z.object({
  displayName: z.string(),
  description: text,
  mailNickname: text,
  membershipRule: text,
  'members@odata.bind': binding,
})

const groupChange = newGroup.partial()

export function groupRoutes(deps: MemberDeps, graph: GraphVersion): readonly Route[] {
  const { groups } = deps
  const set: EntitySet<Group, GroupField> = {
    path: 'groups',
    type: groupType,
    read: 'groups.read',
    searchable: true,
    fields,
    types: groupFieldTypes,
    list: (tenantId, query) => groups.list(tenantId, query),
    find: (tenantId, id) => findGroup(groups, tenantId, id),
    present: async (rows) => rows.map(presentGroup),
  }
  return [
    ...readRoutes(set, graph),
    [
      'POST',
      '/groups',
      'groups.write',
      async (c, { tenantId }) => {
        const body = await readBody(c, newGroup)
        const members = await Promise.all(
          body['members@odata.bind'].map((each) => referred(deps, tenantId, each)),
        )
        const row = await createGroup(groups, tenantId, {
          displayName: body.displayName,
          description: body.description ?? null,
          mailNickname: body.mailNickname ?? body.displayName.replace(/[^A-Za-z0-9-]/g, ''),
          rule: body.membershipRule || null,
        })
        if (row.rule === null) await groups.addMembers(tenantId, row.id, members)
        return c.json(await entityBody(c, { set, graph, row, tenantId }), 201)
      },
    ],
    [
      'PATCH',
      '/groups/:id',
      'groups.write',
      async (c, caller) => {
        const { tenantId } = caller
        const { id } = await findGroup(groups, tenantId, parameter(c, 'id'))
        const body = await readBody(c, groupChange)
        const changes = changesOf(body)
        await changeGroup(groups, { tenantId, id }, changes)
        // After the change, which holds the group: a role that comes at the same time is seen.
        if (changes.rule) await requireNoRole(deps, tenantId, id)
        const added = await Promise.all(
          (body['members@odata.bind'] ?? []).map((each) => referred(deps, tenantId, each)),
        )
        if (added.length > 0) await requireGroupGivable(deps, caller, id)
        await groups.addMembers(tenantId, id, added)
        return c.body(null, 204)
      },
    ],
    [
      'DELETE',
      '/groups/:id',
      'groups.write',
      async (c, caller) => {
        const { tenantId } = caller
        const id = parameter(c, 'id')
        await requireGroupGivable(deps, caller, id)
        if (!(await groups.remove(tenantId, id))) throw groupNotFound(id)
        return c.body(null, 204)
      },
    ],
    ...memberRoutes(deps, graph),
  ]
}

function changesOf(body: z.output<typeof groupChange>): Partial<GroupText> {
  return {
    ...(body.displayName !== undefined && { displayName: body.displayName }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.mailNickname != null && { mailNickname: body.mailNickname }),
    ...(body.membershipRule !== undefined && { rule: body.membershipRule || null }),
  }
}
