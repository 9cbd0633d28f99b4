/** Registered devices as Graph shows them: exactly the members that leave the server. */
import type { BetaDeviceIdentity, DeletedDeviceState, DeviceIdentity } from 'taxiway-autopilot'
import type { Deletion } from '../../../core/devices/delete-devices.ts'
import type { Device } from '../../../core/devices/device.ts'
import type { AssignmentState } from '../../../core/profiles/assignment-state.ts'
import type { Remediation } from '../../../core/repairs/remediation.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { never, time } from '../present-time.ts'

const noId = '00000000-0000-0000-0000-000000000000'

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

/** For a device that was never contacted, the real service does not know whether it is in sync. [observed, in its spelling] */
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
