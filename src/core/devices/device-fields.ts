/** What devices can be asked for in lists and by the rules of groups. */
import type { FieldTypes, Filter } from '../query.ts'
import { type FieldValue, matches } from '../query-match.ts'
import { type Device, physicalIdsOf } from './device.ts'

export const deviceFieldTypes = {
  id: 'id',
  serialNumber: 'text',
  manufacturer: 'text',
  model: 'text',
  skuNumber: 'text',
  systemFamily: 'text',
  productKey: 'text',
  groupTag: 'text',
  purchaseOrderIdentifier: 'text',
  userPrincipalName: 'text',
  addressableUserName: 'text',
  displayName: 'text',
  resourceName: 'text',
  enrollmentState: 'text',
  lastContactedAt: 'date',
  managedDeviceId: 'id',
  directoryObjectId: 'id',
  directoryDeviceId: 'id',
  registeredAt: 'date',
  /** What the directory calls the device: its name, or its serial number where it has none. */
  directoryName: 'text',
  operatingSystem: 'text',
  accountEnabled: 'boolean',
  trustType: 'text',
  physicalIds: 'texts',
  /** Groups whose members were added one by one. */
  groupIds: 'texts',
  /** The profile that the device was given by name. */
  givenProfileId: 'id',
} as const satisfies FieldTypes<string>

export type DeviceField = keyof typeof deviceFieldTypes

/** What decides about a device beside the device itself. */
export type DeviceTies = {
  readonly groupIds: readonly string[]
  readonly givenProfileId: string | null
}

const derived: Partial<Record<DeviceField, (device: Device, ties: DeviceTies) => FieldValue>> = {
  directoryName: (device) => directoryNameOf(device),
  operatingSystem: () => 'Windows',
  accountEnabled: () => true,
  trustType: () => 'AzureAd',
  physicalIds: physicalIdsOf,
  groupIds: (_, { groupIds }) => groupIds,
  givenProfileId: (_, { givenProfileId }) => givenProfileId,
}

/** Whether the filter holds for a device at hand, as storage would find it. */
export function deviceMatches(
  filter: Filter<DeviceField>,
  device: Device,
  ties: DeviceTies,
): boolean {
  return matches(filter, {
    types: deviceFieldTypes,
    valueOf: (field) => derived[field]?.(device, ties) ?? plain(device, field),
  })
}

export function directoryNameOf(device: Device): string {
  return device.displayName || device.serialNumber
}

function plain(device: Device, field: DeviceField): FieldValue {
  return field in device ? (device[field as keyof Device] ?? null) : null
}
