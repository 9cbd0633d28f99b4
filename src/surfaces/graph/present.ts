/** Domain → Graph: exactly the members that leave the server. */
import {
  type BetaDeviceIdentity,
  type DeletedDeviceState,
  type DeviceIdentity,
  type DirectoryDevice,
  type ImportedDeviceIdentity,
  refusals,
} from 'taxiway-autopilot'
import type { Deletion } from '../../core/devices/delete-devices.ts'
import { type Device, physicalIdsOf } from '../../core/devices/device.ts'
import { directoryNameOf } from '../../core/devices/device-fields.ts'
import {
  attributeOf,
  type DirectoryAttribute,
  type ExtensionAttribute,
  extensionAttributeNames,
} from '../../core/devices/directory-attributes.ts'
import type { ImportedDevice } from '../../core/imports/imported-device.ts'
import type { AssignmentState } from '../../core/profiles/assignment-state.ts'
import type { Remediation } from '../../core/repairs/remediation.ts'
import type { Fidelity } from './fidelity.ts'
import { never, time } from './present-time.ts'

const noId = '00000000-0000-0000-0000-000000000000'

/** `undecidedName`: the error name of an undecided row; the real service says `None` on GET. [observed] */
export function presentImportedDevice(
  device: ImportedDevice,
  undecidedName: '' | 'None' = '',
): ImportedDeviceIdentity {
  return {
    // In the order of the real service. [observed: MSEndpointMgr/Intune#71]
    id: device.id,
    groupTag: device.groupTag ?? '',
    serialNumber: device.serialNumber ?? '',
    productKey: device.productKey ?? '',
    importId: device.importId ?? device.id,
    hardwareIdentifier: null,
    assignedUserPrincipalName: device.assignedUserPrincipalName ?? '',
    state: presentState(device.state, undecidedName),
  }
}

/** Undecided is shown as `unknown`, never `pending`: clients take anything else as final. [observed: MSEndpointMgr/Intune#71] */
function presentState(
  state: ImportedDevice['state'],
  undecidedName: '' | 'None',
): ImportedDeviceIdentity['state'] {
  switch (state.status) {
    case 'undecided':
      return verdict('unknown', '', 0, undecidedName)
    case 'complete':
      return verdict('complete', state.deviceId, 0, 'None')
    case 'error': {
      const { refusal, reportedAs = { code: refusals[refusal].code, name: refusal } } = state
      return verdict('error', '', reportedAs.code, reportedAs.name)
    }
  }
}

// biome-ignore lint/complexity/useMaxParams: four members in the order they are written.
function verdict(
  deviceImportStatus: 'unknown' | 'complete' | 'error',
  deviceRegistrationId: string,
  deviceErrorCode: number,
  deviceErrorName: string,
): ImportedDeviceIdentity['state'] {
  return { deviceImportStatus, deviceRegistrationId, deviceErrorCode, deviceErrorName }
}

/** v1.0 has no value for a blocked device. [schema] */
export function presentDevice(device: Device): DeviceIdentity {
  const { enrollmentState } = device
  return {
    ...sharedMembers(device),
    enrollmentState: enrollmentState === 'blocked' ? 'unknown' : enrollmentState,
  }
}

function sharedMembers(device: Device): Omit<DeviceIdentity, 'enrollmentState'> {
  return {
    id: device.id,
    groupTag: given(device.groupTag),
    purchaseOrderIdentifier: given(device.purchaseOrderIdentifier),
    serialNumber: device.serialNumber,
    productKey: given(device.productKey),
    manufacturer: given(device.manufacturer),
    model: given(device.model),
    lastContactedDateTime: device.lastContactedAt ? time(device.lastContactedAt) : never,
    addressableUserName: given(device.addressableUserName),
    userPrincipalName: given(device.userPrincipalName),
    resourceName: given(device.resourceName),
    skuNumber: given(device.skuNumber),
    systemFamily: given(device.systemFamily),
    azureActiveDirectoryDeviceId: device.directoryDeviceId,
    managedDeviceId: device.managedDeviceId ?? noId,
    displayName: given(device.displayName),
  }
}

/** Graph shows unknown texts as empty. [observed] */
function given(text: string | null): string {
  return text ?? ''
}

type BesideDevice = {
  readonly assignment: AssignmentState | undefined
  readonly remediation: Remediation
}

/** A password, once set, is never shown. */
export function presentBetaDevice(
  device: Device,
  { assignment, remediation }: BesideDevice,
  fidelity: Fidelity,
): BetaDeviceIdentity {
  const assignedAt = assignment?.assignedAt
  return {
    ...sharedMembers(device),
    enrollmentState: device.enrollmentState,
    azureAdDeviceId: device.directoryDeviceId,
    deploymentProfileAssignmentStatus: assignmentStatus(device, assignment, fidelity),
    deploymentProfileAssignmentDetailedStatus: 'none',
    deploymentProfileAssignedDateTime: assignedAt ? time(assignedAt) : never,
    deviceAccountUpn: given(device.deviceAccountUpn),
    deviceAccountPassword: '',
    deviceFriendlyName: given(device.deviceFriendlyName),
    remediationState: remediation.state,
    remediationStateLastModifiedDateTime: remediation.changedAt
      ? time(remediation.changedAt)
      : never,
    userlessEnrollmentStatus: device.userlessEnrollmentStatus,
  }
}

/** For a device that was never contacted, the real service does not know whether it is in sync. (Its spelling.) */
function assignmentStatus(
  device: Device,
  assignment: AssignmentState | undefined,
  fidelity: Fidelity,
): BetaDeviceIdentity['deploymentProfileAssignmentStatus'] {
  if (assignment === undefined || assignment.status === 'notAssigned') return 'notAssigned'
  if (assignment.status === 'pending') return 'pending'
  const unheard = fidelity === 'strict' && device.lastContactedAt === null
  return unheard ? 'assignedUnkownSyncState' : 'assignedInSync'
}

/** [documented: deleteDevices; its messages are the names of import errors] */
export function presentDeletion({ serialNumber, deviceId, state, problem }: Deletion) {
  return {
    serialNumber,
    deviceRegistrationId: deviceId ?? '',
    deletionState: state,
    errorMessage: problem ?? '',
  } satisfies DeletedDeviceState
}

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
    isManaged: flag(device, 'isManaged'),
    isCompliant: flag(device, 'isCompliant'),
    isRooted: flag(device, 'isRooted'),
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

/** Null: nobody has said. */
function flag({ directoryAttributes }: Device, name: DirectoryAttribute): boolean | null {
  const value = directoryAttributes[name]
  return value === undefined ? null : value === 'true'
}

function extensionsOf({ directoryAttributes }: Device) {
  const entries = extensionAttributeNames.map((name) => [name, directoryAttributes[name] ?? null])
  return Object.fromEntries(entries) as Record<ExtensionAttribute, string | null>
}
