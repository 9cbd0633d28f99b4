/** The members of a group as its rule or its list names them, and what an address refers to. */
import type { RoleGroupDeps } from '../../../core/access/role-groups.ts'
import type { Device, Devices } from '../../../core/devices/device.ts'
import type { DirectoryPeople, DirectoryPerson } from '../../../core/directory/directory-person.ts'
import { DomainError } from '../../../core/errors.ts'
import { parseRule } from '../../../core/groups/dynamic-rule.ts'
import type { Group, Groups } from '../../../core/groups/group.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Page, Rows } from '../../../core/query.ts'
import { parseUuid } from '../../../core/uuid.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { ofDeviceId } from './directory-devices.ts'
import { presentGroup, presentPerson } from './present-directory.ts'
import { presentDirectoryDevice } from './present-directory-device.ts'

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

/** The directory object of an address or, but for strict, of a bare id. [observed: msgraph-sdk-dotnet#1846] */
export async function referred(
  deps: MemberDeps,
  tenantId: TenantId,
  address: string,
): Promise<string> {
  if (deps.fidelity === 'strict' && !address.includes('/'))
    throw new DomainError('request-invalid', 'Invalid URL format specified in payload.')
  const id = parseUuid(/([0-9a-f-]{36})'?\)?\/?$/i.exec(address)?.[1] ?? '')
  if (id === undefined) throw notThere(address)
  const device = await ofDeviceId(deps.devices, tenantId, id)
  if (device !== undefined && /\(\s*deviceId\s*=/i.test(address)) return device.directoryObjectId
  if ((await memberNamed(deps, tenantId, id)) !== undefined) return id
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

export function presentMember(member: Member): object {
  const type = { '@odata.type': `#microsoft.graph.${member.kind}` }
  if (member.kind === 'device') return { ...type, ...presentDirectoryDevice(member.device) }
  if (member.kind === 'user') return { ...type, ...presentPerson(member.person) }
  return { ...type, ...presentGroup(member.group) }
}

export function notThere(what: string): DomainError {
  return new DomainError(
    'not-found',
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  )
}
