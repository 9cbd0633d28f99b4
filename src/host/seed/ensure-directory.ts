/** Groups and deployment profiles of a seed, each identified by its display name. */
import type { Devices } from '../../core/devices/device.ts'
import type { DirectoryPeople } from '../../core/directory/directory-person.ts'
import { createGroup, type Group, type Groups } from '../../core/groups/group.ts'
import type { TenantId } from '../../core/ids.ts'
import {
  createProfile,
  defaultSettings,
  type ProfileText,
} from '../../core/profiles/change-profile.ts'
import type { Profile, Profiles, Target } from '../../core/profiles/profile.ts'
import type { Grants } from './grants.ts'
import { SeedError } from './seed-file.ts'
import type { SeedTenant } from './seed-shape.ts'

export type DirectoryDeps = {
  readonly groups: Groups
  readonly profiles: Profiles
  readonly devices: Devices
  readonly directoryPeople: DirectoryPeople
}

/** The target of a profile assignment to every device. */
const allDevices = 'All devices'

type SeededTenant = { readonly tenantId: TenantId; readonly grants: Grants }

export async function ensureDirectory(
  tenant: SeedTenant,
  seeded: SeededTenant,
  deps: DirectoryDeps,
): Promise<void> {
  for (const group of tenant.groups) await ensureGroup(group, seeded, deps)
  for (const profile of tenant.profiles) await ensureProfile(profile, seeded, deps)
}

async function ensureGroup(
  { displayName, dynamicRule, members }: SeedTenant['groups'][number],
  { tenantId, grants }: SeededTenant,
  deps: DirectoryDeps,
): Promise<void> {
  const rule = dynamicRule ?? null
  const known = await groupNamed(displayName, tenantId, deps)
  if (!(await grants.isStill('group', displayName, known !== undefined))) return
  const group =
    known ??
    (await createGroup(deps.groups, tenantId, {
      displayName,
      description: null,
      mailNickname: displayName.replace(/[^A-Za-z0-9-]/g, ''),
      rule,
    }))
  if (group.rule !== rule) await deps.groups.change(tenantId, group.id, { rule })
  const memberIds = new Set((await deps.groups.members(tenantId, group.id, { limit: 1_000 })).rows)
  const ids = new Map<string, string | undefined>()
  for (const member of members) ids.set(member, await memberId(member, tenantId, deps))
  const held = members.filter((member) => memberIds.has(ids.get(member) ?? ''))
  const kind = `member of group ${displayName}`
  const wanted = await grants.still({ kind, subjects: members, held })
  const unknown = wanted.find((member) => ids.get(member) === undefined)
  if (unknown !== undefined)
    throw new SeedError(
      `The seed names a member '${unknown}', which is not exactly one user or device.`,
    )
  const added = wanted.flatMap((member) => ids.get(member) ?? [])
  if (added.length > 0) await deps.groups.addMembers(tenantId, group.id, added)
}

/** A user by principal name, a device by serial number; undefined unless there is exactly one. */
async function memberId(
  member: string,
  tenantId: TenantId,
  deps: DirectoryDeps,
): Promise<string | undefined> {
  if (member.includes('@')) {
    const person = await deps.directoryPeople.find(tenantId, member)
    if (person !== undefined) return person.id
  } else {
    const filter = { kind: 'compare', field: 'serialNumber', op: 'eq', value: member } as const
    const { rows } = await deps.devices.list(tenantId, { filter, page: { limit: 2 } })
    if (rows.length === 1 && rows[0] !== undefined) return rows[0].directoryObjectId
  }
  return undefined
}

async function ensureProfile(
  { assignedTo, excluded, outOfBoxExperience, ...given }: SeedTenant['profiles'][number],
  { tenantId, grants }: SeededTenant,
  deps: DirectoryDeps,
): Promise<void> {
  const text: ProfileText = {
    ...defaultSettings,
    ...defined(given),
    displayName: given.displayName,
    experience: { ...defaultSettings.experience, ...defined(outOfBoxExperience) },
  }
  const known = await profileNamed(given.displayName, tenantId, deps)
  if (!(await grants.isStill('profile', given.displayName, known !== undefined))) return
  if (known !== undefined) {
    // Written only when something differs, so that applying the seed again does not change the modification date.
    const next = { ...known, ...text }
    if (JSON.stringify(next) !== JSON.stringify(known)) await deps.profiles.replace(tenantId, next)
  }
  const now = () => new Date()
  const { id } = known ?? (await createProfile({ profiles: deps.profiles, now }, tenantId, text))
  for (const name of grants.fresh(`assignment of profile ${given.displayName}`, assignedTo))
    await deps.profiles.assign(tenantId, id, await targetOf(name, tenantId, deps))
  for (const name of grants.fresh(`exclusion from profile ${given.displayName}`, excluded)) {
    const target = await targetOf(name, tenantId, deps)
    if (target.kind === 'group')
      await deps.profiles.assign(tenantId, id, { ...target, kind: 'excludedGroup' })
  }
}

async function targetOf(name: string, tenantId: TenantId, deps: DirectoryDeps): Promise<Target> {
  if (name === allDevices) return { kind: 'allDevices' }
  const group = await groupNamed(name, tenantId, deps)
  if (group === undefined)
    throw new SeedError(`The seed names a group '${name}', which does not exist.`)
  return { kind: 'group', groupId: group.id }
}

async function groupNamed(
  name: string,
  tenantId: TenantId,
  { groups }: DirectoryDeps,
): Promise<Group | undefined> {
  const filter = { kind: 'compare', field: 'displayName', op: 'eq', value: name } as const
  return (await groups.list(tenantId, { filter, page: { limit: 1 } })).rows[0]
}

async function profileNamed(
  name: string,
  tenantId: TenantId,
  { profiles }: DirectoryDeps,
): Promise<Profile | undefined> {
  const filter = { kind: 'compare', field: 'displayName', op: 'eq', value: name } as const
  return (await profiles.list(tenantId, { filter, page: { limit: 1 } })).rows[0]
}

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

function defined<T extends object>(object: T | undefined): Defined<T> {
  return Object.fromEntries(
    Object.entries(object ?? {}).filter(([, value]) => value !== undefined),
  ) as Defined<T>
}
