/** Graph's wire shapes for Autopilot registration: what requests may hold and what answers look like. */
import { z } from 'zod'

/** Absent, null and empty all mean "not given", as the real clients use them (clients.md R8). */
const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value))

/** One device to import. Members it does not name, `state` among them, are ignored. */
export const importedDeviceRequest = z.object({
  serialNumber: text,
  productKey: text,
  importId: text,
  hardwareIdentifier: text,
  groupTag: text,
  /** The old name of `groupTag` (R7); beside it, the purchase order. */
  orderIdentifier: text,
  assignedUserPrincipalName: text,
})

export type ImportedDeviceRequest = z.infer<typeof importedDeviceRequest>

export const importRequest = z.object({
  importedWindowsAutopilotDeviceIdentities: z.array(importedDeviceRequest),
})

/** v1.0 and beta alike. [schema] */
export type ImportedDeviceIdentity = {
  id: string
  serialNumber: string
  productKey: string
  importId: string
  groupTag: string
  /** Never given back. [observed] */
  hardwareIdentifier: null
  assignedUserPrincipalName: string
  state: {
    deviceImportStatus: 'unknown' | 'complete' | 'error'
    deviceRegistrationId: string
    deviceErrorCode: number
    deviceErrorName: string
  }
}

/** The members that v1.0 and beta share. [schema] */
export type DeviceIdentity = {
  id: string
  groupTag: string
  purchaseOrderIdentifier: string
  serialNumber: string
  productKey: string
  manufacturer: string
  model: string
  enrollmentState: string
  lastContactedDateTime: string
  addressableUserName: string
  userPrincipalName: string
  resourceName: string
  skuNumber: string
  systemFamily: string
  azureActiveDirectoryDeviceId: string
  managedDeviceId: string
  displayName: string
}

/** What beta adds. [schema] */
export type BetaDeviceIdentity = DeviceIdentity & {
  azureAdDeviceId: string
  deploymentProfileAssignmentStatus: string
  deploymentProfileAssignmentDetailedStatus: string
  deploymentProfileAssignedDateTime: string
  deviceAccountUpn: string
  deviceAccountPassword: string
  deviceFriendlyName: string
  remediationState: string
  remediationStateLastModifiedDateTime: string
  userlessEnrollmentStatus: string
}

/** A directory device, as far as a registration alone determines it. [documented: Graph device] */
export type DirectoryDevice = {
  id: string
  deviceId: string
  displayName: string
  accountEnabled: boolean
  operatingSystem: string
  operatingSystemVersion: string
  trustType: string
  profileType: string
  isManaged: boolean | null
  isCompliant: boolean | null
  manufacturer: string | null
  model: string | null
  physicalIds: readonly string[]
  createdDateTime: string
  registrationDateTime: string | null
}
