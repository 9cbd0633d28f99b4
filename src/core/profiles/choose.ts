/**
 * Which profile a device gets. Computed from the current state on every request: nothing is stored that could be
 * out of date. The same choice is also a filter, so that a profile's devices can be listed.
 *
 * A profile given by name comes first [inferred]; then the oldest of those assigned to groups; then the oldest of
 * those assigned to all devices. [documented: Microsoft, "Configure Autopilot profiles"]
 */
import type { Device } from '../devices/device.ts'
import type { DeviceField } from '../devices/device-field.ts'
import { deviceMatches } from '../devices/device-fields.ts'
import type { Filter } from '../query.ts'

type DeviceFilter = Filter<DeviceField>

/** A group as profiles see it: its rule, or the members that were added. Null rule = members. */
export type PlannedGroup = { readonly rule: DeviceFilter | null; readonly changedAt: Date }

export type PlannedProfile = {
  readonly id: string
  /** Group → since when the profile is assigned to it. */
  readonly included: ReadonlyMap<string, Date>
  readonly excluded: readonly string[]
  /** Since when it is assigned to all devices; null = it is not. */
  readonly everyone: Date | null
}

/** Everything that decides about a tenant's devices; oldest profile first. */
export type Plan = {
  readonly profiles: readonly PlannedProfile[]
  readonly groups: ReadonlyMap<string, PlannedGroup>
  /** Whether any device was given a profile by name. */
  readonly gives: boolean
  /** Whether any device is away for repair. */
  readonly parks: boolean
}

/** What links a device to groups and profiles. */
export type Ties = {
  /** Groups that it was added to, and when. */
  readonly groups: ReadonlyMap<string, Date>
  readonly given: { readonly profileId: string; readonly since: Date } | null
  /** It is away for repair, and gets no profile. */
  readonly isParked?: boolean
}

export type Choice = {
  readonly profileId: string
  /** Since when all of this has been the case. */
  readonly since: Date
}

export function chooseProfile(plan: Plan, device: Device, ties: Ties): Choice | undefined {
  if (ties.isParked) return undefined
  if (ties.given !== null) return ties.given
  const memberSince = (groupId: string): Date | undefined => {
    const group = plan.groups.get(groupId)
    if (group === undefined || group.rule === null) return ties.groups.get(groupId)
    const held = { groupIds: [...ties.groups.keys()], givenProfileId: null }
    return deviceMatches(group.rule, device, held) ? group.changedAt : undefined
  }
  const open = plan.profiles.filter(({ excluded }) => !excluded.some(memberSince))
  const targetedAt = device.targetedAt ?? device.registeredAt
  for (const { id, included } of open) {
    const sinces = [...included].flatMap(([groupId, assigned]) => {
      const member = memberSince(groupId)
      return member === undefined ? [] : [latest(member, assigned, targetedAt)]
    })
    const [first] = sinces.toSorted((a, b) => a.getTime() - b.getTime())
    if (first !== undefined) return { profileId: id, since: first }
  }
  const common = open.find(({ everyone }) => everyone !== null)
  if (common?.everyone == null) return undefined
  return { profileId: common.id, since: latest(common.everyone, device.registeredAt) }
}

/** The devices for which `chooseProfile` chooses this profile. */
export function devicesOfProfile(plan: Plan, profileId: string): DeviceFilter {
  return unlessParked(plan, targetsOf(plan, profileId))
}

/** Devices that are away for repair have no profile. */
export function unlessParked<Field extends string>(
  { parks }: Pick<Plan, 'parks'>,
  filter: Filter<Field | 'isParked'>,
): Filter<Field | 'isParked'> {
  const here = { kind: 'compare', field: 'isParked', op: 'eq', value: false } as const
  return parks ? { kind: 'and', parts: [filter, here] } : filter
}

function targetsOf(plan: Plan, profileId: string): DeviceFilter {
  const given: DeviceFilter = {
    kind: 'compare',
    field: 'givenProfileId',
    op: 'eq',
    value: profileId,
  }
  const place = plan.profiles.findIndex(({ id }) => id === profileId)
  const profile = plan.profiles[place]
  if (profile === undefined) return plan.gives ? given : or([])
  const byGroup = (each: PlannedProfile): DeviceFilter =>
    and(or([...each.included.keys()].map((id) => inGroup(plan, id))), not(excluded(plan, each)))
  const older = plan.profiles.slice(0, place)
  const throughGroup = and(byGroup(profile), not(or(older.map(byGroup))))
  const throughAll = and(
    not(excluded(plan, profile)),
    not(or(plan.profiles.map(byGroup))),
    not(
      or(
        older.filter(({ everyone }) => everyone !== null).map((each) => not(excluded(plan, each))),
      ),
    ),
  )
  const free: DeviceFilter = { ...given, op: 'eq', value: null }
  const chosen = profile.everyone === null ? throughGroup : or([throughGroup, throughAll])
  return plan.gives ? or([given, and(free, chosen)]) : chosen
}

function excluded(plan: Plan, profile: PlannedProfile): DeviceFilter {
  return or(profile.excluded.map((id) => inGroup(plan, id)))
}

export function inGroup({ groups }: Pick<Plan, 'groups'>, groupId: string): DeviceFilter {
  return groups.get(groupId)?.rule ?? { kind: 'any', field: 'groupIds', op: 'eq', value: groupId }
}

const and = (...parts: readonly DeviceFilter[]): DeviceFilter => ({ kind: 'and', parts })
const or = (parts: readonly DeviceFilter[]): DeviceFilter => ({ kind: 'or', parts })
const not = (part: DeviceFilter): DeviceFilter => ({ kind: 'not', part })

function latest(...dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())))
}
