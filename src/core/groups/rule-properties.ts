/**
 * The device properties that a membership rule can query. [documented: Entra dynamic membership rules, rules for
 * devices]
 */
import type { DeviceField } from '../devices/device-field.ts'

const extensionAttributes = Array.from({ length: 15 }, (_, i) => `extensionAttribute${i + 1}`)

/** Single values, by their name in lower case. */
export const properties: Readonly<Record<string, DeviceField>> = {
  'device.displayname': 'directoryName',
  'device.devicemanufacturer': 'manufacturer',
  'device.devicemodel': 'model',
  'device.deviceid': 'directoryDeviceId',
  'device.objectid': 'directoryObjectId',
  'device.deviceostype': 'operatingSystem',
  'device.deviceosversion': 'osVersion',
  'device.devicecategory': 'deviceCategory',
  'device.deviceownership': 'deviceOwnership',
  'device.devicemanagementappid': 'managementAppId',
  'device.managementtype': 'managementType',
  'device.enrollmentprofilename': 'enrollmentProfileName',
  'device.profiletype': 'profileType',
  'device.devicetrusttype': 'trustType',
  'device.accountenabled': 'accountEnabled',
  'device.isrooted': 'isRooted',
  ...Object.fromEntries(
    extensionAttributes.map((name) => [`device.${name.toLowerCase()}`, name as DeviceField]),
  ),
}

/** Lists, queried with `-any` and `-all`. */
export const collections: Readonly<Record<string, DeviceField>> = {
  'device.devicephysicalids': 'physicalIds',
  'device.systemlabels': 'systemLabels',
}

/** Groups that the device must be a member of: `device.memberof -any (group.objectId -in ['…'])`. */
export const membership = 'device.memberof'

/** Boolean values. */
export const flags: ReadonlySet<DeviceField> = new Set(['accountEnabled', 'isRooted'])
