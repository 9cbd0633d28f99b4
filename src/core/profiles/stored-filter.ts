/** The filter language of the device list, in which a device's profile is a field, in terms that storage can answer. */
import type { ListField, StoredListField } from '../devices/device-list.ts'
import type { Filter } from '../query.ts'
import { devicesOfProfile, type Plan, unlessParked } from './choose.ts'

export type Wanted = { readonly q?: string | undefined; readonly filter?: Filter<ListField> }

/** The filter in terms that storage can answer; undefined = every device. */
export function storedFilter(
  { q, filter }: Wanted,
  plan: Plan,
): Filter<StoredListField> | undefined {
  const text = q?.trim() ?? ''
  const parts: Filter<StoredListField>[] = [
    ...(text === ''
      ? []
      : [{ kind: 'text', field: 'searched', op: 'contains', value: text } as const]),
    ...(filter === undefined ? [] : [withoutProfiles(filter, plan)]),
  ]
  return parts.length > 1 ? { kind: 'and', parts } : parts[0]
}

/** Conditions on the profile become the condition under which the plan chooses it. */
function withoutProfiles(filter: Filter<ListField>, plan: Plan): Filter<StoredListField> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, parts: filter.parts.map((part) => withoutProfiles(part, plan)) }
    case 'not':
      return { kind: 'not', part: withoutProfiles(filter.part, plan) }
    case 'in':
      return isProfileField(filter.field)
        ? { kind: 'or', parts: filter.values.map((value) => chosen(filter.field, value, plan)) }
        : (filter as Filter<StoredListField>)
    case 'compare': {
      if (!isProfileField(filter.field)) return filter as Filter<StoredListField>
      const same = chosen(filter.field, filter.value, plan)
      return filter.op === 'ne' ? { kind: 'not', part: same } : same
    }
    default:
      return filter as Filter<StoredListField>
  }
}

function isProfileField(field: ListField): boolean {
  return field === 'profileId' || field === 'profileStatus'
}

const statusesWithProfile = [
  'assigned',
  'assignedInSync',
  'assignedOutOfSync',
  'assignedUnkownSyncState',
  'pending',
].map((status) => status.toLowerCase())

function chosen(field: ListField, value: unknown, plan: Plan): Filter<StoredListField> {
  const text = String(value ?? '').toLowerCase()
  if (field === 'profileId') return value === null ? none(plan) : devicesOfProfile(plan, text)
  if (text === 'notassigned') return none(plan)
  return statusesWithProfile.includes(text) ? some(plan) : { kind: 'or', parts: [] }
}

/** Devices with any profile; a profile given by name counts even if it no longer exists. */
function some(plan: Plan): Filter<StoredListField> {
  const given = { kind: 'compare', field: 'givenProfileId', op: 'ne', value: null } as const
  return unlessParked(plan, {
    kind: 'or',
    parts: [
      ...(plan.gives ? [given] : []),
      ...plan.profiles.map(({ id }) => devicesOfProfile(plan, id)),
    ],
  })
}

function none(plan: Plan): Filter<StoredListField> {
  return { kind: 'not', part: some(plan) }
}
