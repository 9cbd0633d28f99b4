/** What `/admin/v1` takes and gives about enrolled devices. */
import type {
  EnrollmentSettings,
  EnrollmentTokenView,
  EnrollmentView,
  MadeEnrollmentToken,
  Page,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'

const ownership = z.enum(['corporate', 'personal'])

export const tokenRequest = z.strictObject({
  userPrincipalName: z.string().trim().min(1).max(320).optional(),
  ownership: ownership.default('corporate'),
})

export const madeTokenAnswer = z.object({
  id: z.string(),
  token: z.string(),
  expiresAt: z.string(),
  discoveryUrl: z.string(),
}) satisfies z.ZodType<MadeEnrollmentToken>

export const tokenAnswer = z.object({
  id: z.string(),
  ownership,
  userPrincipalName: z.string().nullable(),
  createdBy: z.string(),
  createdDateTime: z.string(),
  expiresDateTime: z.string(),
  state: z.enum(['unused', 'used', 'withdrawn', 'expired']),
  enrollmentId: z.string().nullable(),
}) satisfies z.ZodType<EnrollmentTokenView>

const state = z.enum(['active', 'leaving', 'ended'])

export const enrollmentQuery = z.strictObject({
  /** Part of a device's name, id or user. */
  search: z.string().max(200).optional(),
  state: state.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(2_000).optional(),
})

export const enrollmentAnswer = z.object({
  id: z.string(),
  deviceId: z.string(),
  deviceName: z.string().nullable(),
  osVersion: z.string().nullable(),
  ownership,
  userPrincipalName: z.string().nullable(),
  registrationId: z.string().nullable(),
  means: z.enum(['deployment', 'administrator', 'sign-in']),
  state,
  wipe: z.enum(['full', 'protected', 'keep-enrollment', 'keep-data']).nullable(),
  sharesDeviceId: z.boolean(),
  endedBy: z.enum(['device', 'server', 'administrator', 'replaced']).nullable(),
  enrolledDateTime: z.string(),
  lastSeenDateTime: z.string().nullable(),
  endedDateTime: z.string().nullable(),
}) satisfies z.ZodType<EnrollmentView>

export const enrollmentPage = z.object({
  value: z.array(enrollmentAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<EnrollmentView>>

export const settingsRequest = z.strictObject({
  convertAllTargetedDevices: z.boolean().optional(),
  isPaused: z.boolean().optional(),
})

export const settingsAnswer = z.object({
  convertAllTargetedDevices: z.boolean(),
  isPaused: z.boolean(),
}) satisfies z.ZodType<EnrollmentSettings>
