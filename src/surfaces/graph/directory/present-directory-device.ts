/** The directory's object of a device: exactly the members that leave the server. */
import type { DirectoryDevice } from 'taxiway-autopilot'
import { type Device, physicalIdsOf } from '../../../core/devices/device.ts'
import { directoryNameOf } from '../../../core/devices/device-fields.ts'
import {
  attributeOf,
  type ExtensionAttribute,
  extensionAttributeNames,
  flagOf,
} from '../../../core/devices/directory-attributes.ts'

/** Created with the registration, before any device signed in: named after the serial number. [documented] */
export function presentDirectoryDevice(device: Device): DirectoryDevice {
  return {
    id: device.directoryObjectId,
    deviceId: device.directoryDeviceId,
    displayName: directoryNameOf(device),
    accountEnabled: attributeOf(device, 'accountEnabled', 'true') !== 'false',
    operatingSystem: 'Windows',
    operatingSystemVersion: attributeOf(device, 'operatingSystemVersion', 'Unknown'),
    trustType: 'AzureAd',
    profileType: attributeOf(device, 'profileType', 'RegisteredDevice'),
    isManaged: flagOf(device, 'isManaged'),
    isCompliant: flagOf(device, 'isCompliant'),
    isRooted: flagOf(device, 'isRooted'),
    managementType: device.directoryAttributes.managementType ?? null,
    mdmAppId: device.directoryAttributes.managementAppId ?? null,
    deviceCategory: device.directoryAttributes.deviceCategory ?? null,
    deviceOwnership: device.directoryAttributes.deviceOwnership ?? null,
    enrollmentProfileName: device.directoryAttributes.enrollmentProfileName ?? null,
    extensionAttributes: extensionsOf(device),
    manufacturer: device.manufacturer,
    model: device.model,
    physicalIds: physicalIdsOf(device),
    registrationDateTime: null,
  }
}

function extensionsOf({ directoryAttributes }: Device) {
  const entries = extensionAttributeNames.map((name) => [name, directoryAttributes[name] ?? null])
  return Object.fromEntries(entries) as Record<ExtensionAttribute, string | null>
}
