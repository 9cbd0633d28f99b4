/** Graph's wire shapes for Autopilot registration: what requests may contain and what answers look like. */
import type { ImportRequest, ImportedDeviceRequest as WireRow } from 'taxiway-autopilot'
import { importedDeviceType, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { ofType } from '../bodies/known-members.ts'

/** Absent, null and empty all mean "not given", as the real clients use them. */
const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value))

/** One device to import. Other members, such as `state`, are ignored. */
export const importedDeviceRequest = z.object({
  serialNumber: text,
  productKey: text,
  importId: text,
  hardwareIdentifier: text,
  groupTag: text,
  /** The old name of `groupTag`; next to `groupTag`, it is the purchase order. */
  orderIdentifier: text,
  assignedUserPrincipalName: text,
}) satisfies z.ZodType<unknown, WireRow>

ofType(importedDeviceRequest, {
  type: 'microsoft.graph.importedWindowsAutopilotDeviceIdentity',
  ignored: [...memberNames(importedDeviceType, 'beta'), 'state', 'orderIdentifier'],
  elsewhere: {
    importedwindowsautopilotdeviceidentities: 'A list is imported with POST to …/import.',
  },
})

export type ImportedDeviceRequest = z.infer<typeof importedDeviceRequest>

export const importRequest = z.object({
  importedWindowsAutopilotDeviceIdentities: z.array(importedDeviceRequest),
}) satisfies z.ZodType<unknown, ImportRequest>

ofType(importRequest, { type: 'the parameters of import', ignored: [] })
