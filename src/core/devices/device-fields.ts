/** What devices can be asked for in lists and by the rules of groups. */
import type { Filter } from '../query.ts'
import { type FieldValue, matches } from '../query-match.ts'
import { type Device, physicalIdsOf } from './device.ts'
import { type DeviceField, deviceFieldTypes } from './device-field.ts'

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
