/** What devices and technicians hand in, and the webhook of WindowsDeviceLink, schema 1. */
import type { IntakeReceipt, IntakeStatus } from 'taxiway-autopilot/admin'
import { z } from 'zod'

/** A hash has 4,000 characters, a link at most 256 KiB. */
export const maxHandedIn = 320 * 1024

const code = z.string().trim().min(16).max(100)

export const handInRequest = z.strictObject({
  code,
  hardwareHash: z.string().max(20_000).optional(),
  deviceLink: z
    .string()
    .max(256 * 1024)
    .optional(),
  /** For the administrator, such as who or where. */
  note: z.string().trim().max(200).optional(),
})

export const statusRequest = z.strictObject({ code })

export const receiptAnswer = z.object({
  id: z.string(),
  state: z.literal('pending'),
}) satisfies z.ZodType<IntakeReceipt>

export const statusAnswer = z.object({
  state: z.enum(['unused', 'pending', 'approved', 'rejected', 'expired']),
  serialNumber: z.string().nullable(),
  reason: z.string().nullable(),
}) satisfies z.ZodType<IntakeStatus>

/**
 * Members that are not named here are ignored, as the schema asks receivers to. [documented: WindowsDeviceLink, webhook
 * schema v1]
 */
export const deviceLinkRequest = z.object({
  schemaVersion: z.literal(1),
  requestType: z.literal('DeviceLinkPreassociation'),
  requestId: z.string().trim().min(1).max(100),
  tenantId: z.string().max(100).nullish(),
  device: z.object({
    deviceLink: z
      .string()
      .min(1)
      .max(256 * 1024),
  }),
  source: z.object({ computerName: z.string().max(200).nullish() }).nullish(),
})

export const deviceLinkAnswer = z.object({
  requestId: z.string(),
  id: z.string(),
  state: z.literal('pending'),
})
