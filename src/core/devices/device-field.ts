/** The fields by which devices can be asked for. */
import type { FieldTypes } from '../query.ts'
import { extensionAttributeTypes } from './directory-attributes.ts'

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
  isRooted: 'boolean',
  /** As the directory shows them: of most devices nobody has said. */
  isManaged: 'boolean',
  isCompliant: 'boolean',
  rootedAsGiven: 'boolean',
  osVersion: 'text',
  deviceCategory: 'text',
  deviceOwnership: 'text',
  ownershipAsGiven: 'text',
  managementAppId: 'text',
  managementType: 'text',
  enrollmentProfileName: 'text',
  profileType: 'text',
  ...extensionAttributeTypes,
  physicalIds: 'texts',
  systemLabels: 'texts',
  /** Groups whose members were added one by one. */
  groupIds: 'texts',
  /** The profile that the device was given by name. */
  givenProfileId: 'id',
  /** It is away for repair. */
  isParked: 'boolean',
} as const satisfies FieldTypes<string>

export type DeviceField = keyof typeof deviceFieldTypes
