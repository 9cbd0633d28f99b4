/** Members of groups: listed by rule or by name, added and removed by reference. */
import type { Context } from 'hono'
import { z } from 'zod'
import { type RoleGroupDeps, requireGroupGivable } from '../../core/access/role-groups.ts'
import type { Device, Devices } from '../../core/devices/device.ts'
import type { DirectoryPeople, DirectoryPerson } from '../../core/directory/directory-person.ts'
import { DomainError } from '../../core/errors.ts'
import { parseRule } from '../../core/groups/dynamic-rule.ts'
import { addMember, findGroup, type Group, type Groups } from '../../core/groups/group.ts'
import { parseUuid, type TenantId } from '../../core/ids.ts'
import type { Page, Rows } from '../../core/query.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { readBody } from './body.ts'
import type { GraphVersion } from './entity-set.ts'
import { listOptions, parseListQuery, queryOptions } from './odata/list-request.ts'
import { presentDirectoryDevice } from './present.ts'
import { presentGroup, presentPerson } from './present-directory.ts'
import { parameter, type Route } from './routes.ts'

export type MemberDeps = RoleGroupDeps & {
  readonly groups: Groups
  readonly devices: Devices
  readonly directoryPeople: DirectoryPeople
}

type Member =
  | { readonly kind: 'device'; readonly device: Device }
  | { readonly kind: 'user'; readonly person: DirectoryPerson }
  | { readonly kind: 'group'; readonly group: Group }

const reference = z.object({ '@odata.id': z.string() })
const pageSize = 100

export function memberRoutes(deps: MemberDeps, { links }: GraphVersion): readonly Route[] {
  const list =
    (kind?: Member['kind']) =>
    async (c: Context<RequestEnv>, { tenantId }: { tenantId: TenantId }) => {
      const options = queryOptions(
        new URL(c.req.url),
        listOptions.filter((o) => o !== '$filter' && o !== '$orderby'),
      )
      const { page } = parseListQuery(options, {
        fields: {},
        types: {},
        pageSize,
        searchable: false,
      })
      const group = await findGroup(deps.groups, tenantId, parameter(c, 'id'))
      const { rows, next } = await membersOf(deps, { tenantId, group }, page)
      const wanted = rows.filter((member) => kind === undefined || member.kind === kind)
      return c.json({
        '@odata.context': links.context(c, 'directoryObjects'),
        ...(next !== undefined && { '@odata.nextLink': links.next(c, next) }),
        value: wanted.map(presentMember),
      })
    }

  return [
    ['GET', '/groups/:id/members', 'groups.read', list()],
    ['GET', '/groups/:id/members/device', 'groups.read', list('device')],
    ['GET', '/groups/:id/members/user', 'groups.read', list('user')],
    ['GET', '/groups/:id/transitivemembers', 'groups.read', list()],
    [
      'POST',
      '/groups/:id/members/$ref',
      'group-members.write',
      async (c, caller) => {
        const { tenantId } = caller
        const member = await referred(deps, tenantId, (await readBody(c, reference))['@odata.id'])
        await requireGroupGivable(deps, caller, parameter(c, 'id'))
        await addMember(deps.groups, { tenantId, id: parameter(c, 'id') }, member)
        return c.body(null, 204)
      },
    ],
    [
      'DELETE',
      '/groups/:id/members/:member/$ref',
      'group-members.write',
      async (c, caller) => {
        const { tenantId } = caller
        const { id } = await findGroup(deps.groups, tenantId, parameter(c, 'id'))
        await requireGroupGivable(deps, caller, id)
        const member = parseUuid(parameter(c, 'member'))
        if (member === undefined || !(await deps.groups.removeMember(tenantId, id, member)))
          throw notThere(parameter(c, 'member'))
        return c.body(null, 204)
      },
    ],
  ]
}

/** The directory object that an address or a bare id names. */
export async function referred(
  deps: MemberDeps,
  tenantId: TenantId,
  address: string,
): Promise<string> {
  const id = parseUuid(/([0-9a-f-]{36})'?\)?\/?$/i.exec(address)?.[1] ?? '')
  if (id === undefined || (await memberNamed(deps, tenantId, id)) === undefined)
    throw notThere(address)
  return id
}

async function membersOf(
  deps: MemberDeps,
  { tenantId, group }: { tenantId: TenantId; group: Group },
  page: Page,
): Promise<Rows<Member>> {
  if (group.rule === null) {
    const { rows, ...rest } = await deps.groups.members(tenantId, group.id, page)
    const found = await Promise.all(rows.map((id) => memberNamed(deps, tenantId, id)))
    return { ...rest, rows: found.filter((member) => member !== undefined) }
  }
  const filter = parseRule(group.rule)
  if (filter === null) return { rows: [] }
  const { rows, ...rest } = await deps.devices.list(tenantId, { filter, page })
  return { ...rest, rows: rows.map((device) => ({ kind: 'device', device })) }
}

async function memberNamed(
  { devices, directoryPeople, groups }: MemberDeps,
  tenantId: TenantId,
  id: string,
): Promise<Member | undefined> {
  const device = await devices.findByDirectoryObject(tenantId, id)
  if (device !== undefined) return { kind: 'device', device }
  const person = await directoryPeople.find(tenantId, id)
  if (person !== undefined) return { kind: 'user', person }
  const group = await groups.find(tenantId, id)
  return group && { kind: 'group', group }
}

function presentMember(member: Member): object {
  const type = { '@odata.type': `#microsoft.graph.${member.kind}` }
  if (member.kind === 'device') return { ...type, ...presentDirectoryDevice(member.device) }
  if (member.kind === 'user') return { ...type, ...presentPerson(member.person) }
  return { ...type, ...presentGroup(member.group) }
}

function notThere(what: string): DomainError {
  return new DomainError(
    'not-found',
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  )
}
