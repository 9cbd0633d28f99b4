/** What the device list and its counts take and give. */
import type { Device, DevicePage, Facets } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { facetFields } from '../../../core/devices/device-list.ts'

/** Missing texts of a device are empty strings. */
export const listedDeviceAnswer = z.object({
  id: z.string(),
  serialNumber: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  groupTag: z.string(),
  purchaseOrderIdentifier: z.string(),
  userPrincipalName: z.string(),
  addressableUserName: z.string(),
  displayName: z.string(),
  enrollmentState: z.string(),
  lastContactedDateTime: z.string().nullable(),
  registeredDateTime: z.string(),
  profileId: z.string().nullable(),
  profileName: z.string().nullable(),
  profileStatus: z.enum(['notAssigned', 'pending', 'assignedUnkownSyncState']),
  profileAssignedDateTime: z.string().nullable(),
  claimLevel: z.number(),
  provisionalUntilDateTime: z.string().nullable(),
  conflictId: z.string().nullable(),
  importId: z.string().nullable(),
  etag: z.string(),
}) satisfies z.ZodType<Device>

const wanted = z.object({ q: z.string().max(256).optional(), filter: z.string().optional() })

export const deviceListQuery = wanted.extend({
  /** A member's name, prefixed with a minus for descending order; absent = newest first. */
  sort: z.string().optional(),
  skip: z.coerce.number().int().min(0).default(0),
  top: z.coerce.number().int().min(1).max(1000).default(100),
  count: z.enum(['true', 'false']).default('false'),
})

export const deviceListAnswer = z.object({
  value: z.array(listedDeviceAnswer),
  count: z.number().optional(),
  asOf: z.string(),
}) satisfies z.ZodType<DevicePage>

export const facetQuery = wanted.extend({
  by: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(facetFields)).min(1).max(facetFields.length)),
  top: z.coerce.number().int().min(1).max(200).default(20),
})

export const facetAnswer = z.object({
  facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.number() }))),
  others: z.record(z.string(), z.number()),
}) satisfies z.ZodType<Facets>
