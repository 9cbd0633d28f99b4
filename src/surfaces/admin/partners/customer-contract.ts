/** Shapes of what partners do at their customers, at `/admin/v1/partner/customers`. */
import type {
  GivenProfile,
  PartnerBatch,
  PartnerDevice,
  PartnerDevicePage,
  PartnerProfile,
  PartnerUpload,
  PartnerUploadAccepted,
  RemovedDevices,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { policySettings } from '../../../core/partners/policy.ts'

/** 1,000 hashes with room for the rest. Bytes. */
export const maxUpload = 8 * 1024 * 1024

export const uploadRequest = z.strictObject({
  /** Of a new batch, or of one that there is. */
  batchId: z.string(),
  /** The text of a CSV file for Partner Center. */
  file: z.string().min(1).max(maxUpload),
}) satisfies z.ZodType<PartnerUpload>

export const uploadAnswer = z.object({
  jobId: z.string(),
  batchId: z.string(),
  rows: z.number(),
}) satisfies z.ZodType<PartnerUploadAccepted>

export const batchAnswer = z.object({
  id: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  devices: z.number(),
  isBusy: z.boolean(),
}) satisfies z.ZodType<PartnerBatch>

const deviceAnswer = z.object({
  id: z.string(),
  serialNumber: z.string().nullable(),
  productKey: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  profile: z.string().nullable(),
  registeredAt: z.string(),
}) satisfies z.ZodType<PartnerDevice>

export const devicePage = z.object({
  value: z.array(deviceAnswer),
  total: z.number(),
  next: z.string().nullable(),
}) satisfies z.ZodType<PartnerDevicePage>

export const devicesQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const removeRequest = z.strictObject({
  batchId: z.string().max(200),
  devices: z.array(z.uuid()).min(1).max(1_000),
})

export const removedAnswer = z.object({ removed: z.number() }) satisfies z.ZodType<RemovedDevices>

export const profileAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string().nullable(),
  settings: z.array(z.string()),
  devices: z.number(),
}) satisfies z.ZodType<PartnerProfile>

export const profileRequest = z.strictObject({
  displayName: z.string().min(1).max(200),
  description: z.string().max(1_500).optional(),
  settings: z.array(z.enum(policySettings)).default([]),
})

export const giveRequest = z.strictObject({
  /** Null: take away what the devices have from this channel. */
  profileId: z.uuid().nullable(),
  devices: z.array(z.uuid()).min(1).max(1_000),
})

export const givenAnswer = z.object({
  given: z.number(),
  failed: z.number(),
}) satisfies z.ZodType<GivenProfile>
