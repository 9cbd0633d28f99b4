/**
 * The device list for people: searched over several fields at once, with each device's profile, and counted by
 * value. The list, its counts, bulk changes and exports share one filter language.
 */
import type { DeviceId, TenantId } from '../ids.ts'
import { devicesOfProfile, type Plan } from '../profiles/choose.ts'
import type { FieldTypes, Filter, ListQuery, Rows } from '../query.ts'
import type { Device } from './device.ts'
import { type DeviceField, deviceFieldTypes } from './device-field.ts'
import type { ClaimLevel } from './history.ts'

/** Further members of a row. */
export type ListedDevice = {
  readonly device: Device
  readonly claimLevel: ClaimLevel
  /** Null: the claim is not provisional. */
  readonly provisionalUntil: Date | null
  /** An open conflict; null = none. */
  readonly conflictId: string | null
  /** The import whose row registered it; null = it was created from a description, or its receipt is gone. */
  readonly importId: string | null
}

/** Fields of a device's profile can be queried like its own. */
export const listFieldTypes = {
  ...deviceFieldTypes,
  claimLevel: 'number',
  provisionalUntil: 'date',
  profileId: 'id',
  profileStatus: 'text',
} as const satisfies FieldTypes<string>

export type ListField = keyof typeof listFieldTypes

/** The fields that the device table itself holds. */
export type StoredListField = DeviceField | 'claimLevel' | 'provisionalUntil' | 'searched'

export const facetFields = [
  'groupTag',
  'manufacturer',
  'model',
  'enrollmentState',
  'purchaseOrderIdentifier',
  'userPrincipalName',
] as const satisfies readonly DeviceField[]

export type FacetField = (typeof facetFields)[number]

export type FacetCounts = {
  /** Most frequent values first. */
  readonly values: readonly { readonly value: string; readonly count: number }[]
  /** Devices that have none of these values. */
  readonly others: number
}

export type DeviceList = {
  page(tenantId: TenantId, query: ListQuery<StoredListField>): Promise<Rows<ListedDevice>>
  facet(tenantId: TenantId, query: FacetQuery): Promise<FacetCounts>
  count(tenantId: TenantId, filter: Filter<StoredListField> | undefined): Promise<number>
  /** Ids in order of registration, at most `limit` after `after`. */
  ids(
    tenantId: TenantId,
    query: { filter?: Filter<StoredListField>; after?: DeviceId; limit: number },
  ): Promise<readonly DeviceId[]>
}

export type FacetQuery = {
  readonly field: FacetField
  readonly filter?: Filter<StoredListField>
  readonly top: number
}

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
  return {
    kind: 'or',
    parts: [given, ...plan.profiles.map(({ id }) => devicesOfProfile(plan, id))],
  }
}

function none(plan: Plan): Filter<StoredListField> {
  return { kind: 'not', part: some(plan) }
}
