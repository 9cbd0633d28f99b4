/** The members of a group as its rule or its list names them, and what an address refers to. */
import type { Caller } from '../../../core/access/caller.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import type { RoleGroupDeps } from '../../../core/access/role-groups.ts'
import type { Device, Devices } from '../../../core/devices/device.ts'
import { directoryNameOf } from '../../../core/devices/device-fields.ts'
import type { DirectoryPeople, DirectoryPerson } from '../../../core/directory/directory-person.ts'
import { DomainError } from '../../../core/errors.ts'
import { parseRule } from '../../../core/groups/dynamic-rule.ts'
import type { Group, Groups } from '../../../core/groups/group.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Page, Rows } from '../../../core/query.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { ofDeviceId } from './directory-devices.ts'
import { presentGroup, presentPerson } from './present-directory.ts'
import { presentDirectoryDevice } from './present-directory-device.ts'
import { notThere, objectIdIn } from './reference.ts'

export type MemberDeps = RoleGroupDeps & {
  readonly groups: Groups
  readonly devices: Devices
  readonly directoryPeople: DirectoryPeople
  readonly fidelity: Fidelity
}

export type Member =
  | { readonly kind: 'device'; readonly device: Device }
  | { readonly kind: 'user'; readonly person: DirectoryPerson }
  | { readonly kind: 'group'; readonly group: Group }

export const memberKinds = ['device', 'user', 'group'] as const
/** Members that are read at once where all of them are wanted. */
const pageSize = 1_000

export async function countOf(
  ports: MemberDeps,
  of: { tenantId: TenantId; group: Group },
  kind?: Member['kind'],
): Promise<number> {
  const { tenantId, group } = of
  if (group.rule === null) {
    if (kind === undefined) return (await ports.groups.memberCounts(tenantId)).get(group.id) ?? 0
    return (await allMembers(ports, of)).filter((member) => member.kind === kind).length
  }
  const filter = parseRule(group.rule)
  if (filter === null || (kind ?? 'device') !== 'device') return 0
  return (
    (await ports.devices.list(tenantId, { filter, page: { limit: 0 }, count: true })).total ?? 0
  )
}

export async function allMembers(
  ports: MemberDeps,
  of: { tenantId: TenantId; group: Group },
): Promise<readonly Member[]> {
  const members: Member[] = []
  let after: string | undefined
  do {
    const page = { limit: pageSize, ...(after !== undefined && { after }) }
    const { rows, next } = await membersOf(ports, of, page)
    members.push(...rows)
    after = next
  } while (after !== undefined)
  return members
}

/** The directory object of an address or, but for strict, of a bare id. */
export async function referred(
  deps: MemberDeps,
  tenantId: TenantId,
  address: string,
): Promise<string> {
  const id = objectIdIn(address, deps.fidelity)
  const device = await ofDeviceId(deps.devices, tenantId, id)
  if (device !== undefined && /\(\s*deviceId\s*=/i.test(address)) return device.directoryObjectId
  if ((await membersNamed(deps, tenantId, [id])).length > 0) return id
  throw device === undefined ? notThere(address) : mistaken(id, device.directoryObjectId)
}

/** The commonest slip: a device has an id of its own beside that of its object. */
function mistaken(deviceId: string, objectId: string): DomainError {
  return new DomainError(
    'not-found',
    `There is no object '${deviceId}': that is the deviceId of a device, whose object is '${objectId}'.`,
  )
}

export async function membersOf(
  deps: MemberDeps,
  { tenantId, group }: { tenantId: TenantId; group: Group },
  page: Page,
): Promise<Rows<Member>> {
  if (group.rule === null) {
    const { rows, ...rest } = await deps.groups.members(tenantId, group.id, page)
    return { ...rest, rows: await membersNamed(deps, tenantId, rows) }
  }
  const filter = parseRule(group.rule)
  if (filter === null) return { rows: [] }
  const { rows, ...rest } = await deps.devices.list(tenantId, { filter, page })
  return { ...rest, rows: rows.map((device) => ({ kind: 'device', device })) }
}

/** In the order of the ids; those of nothing are left out. */
export async function membersNamed(
  { devices, directoryPeople, groups }: Pick<MemberDeps, 'devices' | 'directoryPeople' | 'groups'>,
  tenantId: TenantId,
  ids: readonly string[],
): Promise<readonly Member[]> {
  if (ids.length === 0) return []
  const page = { limit: ids.length }
  const byId = { kind: 'in', field: 'id', values: ids } as const
  const byObject = { kind: 'in', field: 'directoryObjectId', values: ids } as const
  const found = new Map<string, Member>()
  for (const group of (await groups.list(tenantId, { filter: byId, page })).rows)
    found.set(group.id, { kind: 'group', group })
  for (const person of (await directoryPeople.list(tenantId, { filter: byId, page })).rows)
    found.set(person.id, { kind: 'user', person })
  for (const device of (await devices.list(tenantId, { filter: byObject, page })).rows)
    found.set(device.directoryObjectId, { kind: 'device', device })
  return ids.flatMap((id) => found.get(id) ?? [])
}

export function objectIdOf(member: Member): string {
  if (member.kind === 'device') return member.device.directoryObjectId
  return member.kind === 'user' ? member.person.id : member.group.id
}

const readPermissions = {
  device: 'directory-devices.read',
  user: 'users.read',
  group: 'groups.read',
} as const satisfies Record<Member['kind'], Permission>

/**
 * How members are shown to the caller: of those whose kind it may not read, type and id. [documented: Graph,
 * "Limited information returned for inaccessible member objects"] People who may read the group also see names, as
 * everybody in the service does. [documented: Entra, default permissions of users]
 */
export async function presenterFor(
  { access }: Pick<MemberDeps, 'access'>,
  caller: Caller,
): Promise<(member: Member) => object> {
  const readable = new Set<Member['kind']>()
  for (const kind of memberKinds)
    if (await access.hasWhole(caller, readPermissions[kind])) readable.add(kind)
  const isPerson = caller.kind === 'user'
  return (member) => {
    if (readable.has(member.kind)) return presentMember(member)
    return { ...limited(member), ...(isPerson && { displayName: nameOf(member) }) }
  }
}

function limited(member: Member): object {
  return { '@odata.type': `#microsoft.graph.${member.kind}`, id: objectIdOf(member) }
}

function nameOf(member: Member): string {
  if (member.kind === 'device') return directoryNameOf(member.device)
  return member.kind === 'user' ? member.person.displayName : member.group.displayName
}

function presentMember(member: Member): object {
  const type = { '@odata.type': `#microsoft.graph.${member.kind}` }
  if (member.kind === 'device') return { ...type, ...presentDirectoryDevice(member.device) }
  if (member.kind === 'user') return { ...type, ...presentPerson(member.person) }
  return { ...type, ...presentGroup(member.group) }
}
