/**
 * The device list for people: searched over several fields at once, with each device's profile, and counted by
 * value. The list, its counts, bulk changes and exports share one filter language.
 */
import type { DeviceId, TenantId } from '../ids.ts'
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
