/** The fields of devices that lists and group rules can query. */
import type { Filter } from '../query.ts'
import { type FieldValue, matches } from '../query-match.ts'
import { type Device, physicalIdsOf } from './device.ts'
import { type DeviceField, deviceFieldTypes } from './device-field.ts'
import { attributeOf, extensionAttributeNames, flagOf } from './directory-attributes.ts'

/** Facts about a device that are stored elsewhere. */
export type DeviceTies = {
  readonly groupIds: readonly string[]
  readonly givenProfileId: string | null
  readonly isParked?: boolean
}

const derived: Partial<Record<DeviceField, (device: Device, ties: DeviceTies) => FieldValue>> = {
  directoryName: (device) => directoryNameOf(device),
  operatingSystem: () => 'Windows',
  accountEnabled: ({ directoryAttributes: { accountEnabled } }) => accountEnabled !== 'false',
  isRooted: ({ directoryAttributes: { isRooted } }) => isRooted === 'true',
  isManaged: (device) => flagOf(device, 'isManaged'),
  isCompliant: (device) => flagOf(device, 'isCompliant'),
  rootedAsGiven: (device) => flagOf(device, 'isRooted'),
  osVersion: (device) => attributeOf(device, 'operatingSystemVersion', 'Unknown'),
  deviceCategory: (device) => attributeOf(device, 'deviceCategory'),
  deviceOwnership: (device) => attributeOf(device, 'deviceOwnership', 'Company'),
  ownershipAsGiven: (device) => attributeOf(device, 'deviceOwnership'),
  managementAppId: (device) => attributeOf(device, 'managementAppId'),
  managementType: (device) => attributeOf(device, 'managementType'),
  enrollmentProfileName: (device) => attributeOf(device, 'enrollmentProfileName'),
  profileType: (device) => attributeOf(device, 'profileType', 'RegisteredDevice'),
  ...Object.fromEntries(
    extensionAttributeNames.map((name) => [name, (device: Device) => attributeOf(device, name)]),
  ),
  systemLabels: () => [],
  trustType: () => 'AzureAd',
  physicalIds: physicalIdsOf,
  groupIds: (_, { groupIds }) => groupIds,
  givenProfileId: (_, { givenProfileId }) => givenProfileId,
  isParked: (_, { isParked = false }) => isParked,
}

/** Whether the filter holds for a device in memory, with the same result as in storage. */
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
  const value = field in device ? (device[field as keyof Device] ?? null) : null
  return value instanceof Date || typeof value !== 'object' ? value : null
}
