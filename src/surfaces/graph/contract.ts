/** Graph's wire shapes for Autopilot registration: what requests may hold and what answers look like. */
import { z } from 'zod'
import type { deviceIdentityType, importedDeviceType } from './schema/autopilot-types.ts'
import type { directoryDeviceType } from './schema/directory-types.ts'
import type { BetaWire, V1Wire } from './schema/edm.ts'

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

/** v1.0 and beta alike. */
export type ImportedDeviceIdentity = V1Wire<typeof importedDeviceType>
type SharedIdentity = V1Wire<typeof deviceIdentityType>
export type DeviceIdentity = Omit<SharedIdentity, 'enrollmentState'> & {
  readonly enrollmentState: Exclude<SharedIdentity['enrollmentState'], 'blocked'>
}
export type BetaDeviceIdentity = BetaWire<typeof deviceIdentityType>
/** A directory device, as far as a registration alone determines it. */
export type DirectoryDevice = BetaWire<typeof directoryDeviceType>
