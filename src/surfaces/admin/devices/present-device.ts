/** A row of the device list as the portal shows it. */
import type { z } from 'zod'
import type { ListedDevice } from '../../../core/devices/device-list.ts'
import { deviceEtag } from '../../../core/devices/device-version.ts'
import type { AssignmentState } from '../../../core/profiles/assignment-state.ts'
import type { listedDeviceAnswer } from './device-list-contract.ts'

/** Microsoft's spelling for an assigned profile; it does not say whether the device has fetched it. [schema] */
const words = {
  notAssigned: 'notAssigned',
  pending: 'pending',
  assigned: 'assignedUnkownSyncState',
} as const

export function presentListedDevice(
  { device, ...beside }: ListedDevice,
  state: AssignmentState,
  profileNames: ReadonlyMap<string, string>,
): z.input<typeof listedDeviceAnswer> {
  const profileId = state.intended
  return {
    id: device.id,
    serialNumber: device.serialNumber,
    manufacturer: device.manufacturer ?? '',
    model: device.model ?? '',
    groupTag: device.groupTag ?? '',
    purchaseOrderIdentifier: device.purchaseOrderIdentifier ?? '',
    userPrincipalName: device.userPrincipalName ?? '',
    addressableUserName: device.addressableUserName ?? '',
    displayName: device.displayName ?? '',
    enrollmentState: device.enrollmentState,
    lastContactedDateTime: device.lastContactedAt?.toISOString() ?? null,
    registeredDateTime: device.registeredAt.toISOString(),
    profileId,
    profileName: profileId === null ? null : (profileNames.get(profileId) ?? null),
    profileStatus: words[state.status],
    profileAssignedDateTime: state.assignedAt?.toISOString() ?? null,
    claimLevel: beside.claimLevel,
    provisionalUntilDateTime: beside.provisionalUntil?.toISOString() ?? null,
    conflictId: beside.conflictId,
    importId: beside.importId,
    etag: deviceEtag(device),
  }
}
