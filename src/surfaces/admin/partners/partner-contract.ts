/** Shapes of partners and consents at `/admin/v1`. */
import type {
  Consent,
  ConsentAccepted,
  ConsentRevoked,
  CustomerRequest,
  Page,
  PartnerCustomer,
  PartnerRequest,
  PartnerSubmission,
  PartnerSummary,
  SubmissionDetail,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { consentScopes, maxConsentDays, ordinaryScopes } from '../../../core/partners/consent.ts'
import { maxRequestDays } from '../../../core/partners/relationship.ts'

const scopes = z.array(z.enum(consentScopes)).min(1)
const count = z.int().min(0).max(1_000_000)

const partnerAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  kind: z.string(),
  verified: z.boolean(),
}) satisfies z.ZodType<PartnerSummary>

const requestAnswer = z.object({
  id: z.string(),
  state: z.enum(['pending', 'granted', 'declined', 'withdrawn', 'expired']),
  partner: partnerAnswer,
  scopes: z.array(z.string()),
  delegatedAdmin: z.boolean(),
  message: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
})

export const customerRequestAnswer = requestAnswer.extend({
  mayDecide: z.boolean(),
  deciders: z.array(z.string()),
}) satisfies z.ZodType<CustomerRequest>

export const partnerRequestAnswer = requestAnswer.extend({
  url: z.string(),
}) satisfies z.ZodType<PartnerRequest>

export const consentAnswer = z.object({
  id: z.string(),
  partner: partnerAnswer,
  state: z.enum(['granted', 'suspended', 'revoked', 'ended', 'expired']),
  scopes: z.array(z.string()),
  delegatedAdmin: z.boolean(),
  grantedAt: z.string(),
  grantedBy: z.string(),
  validUntil: z.string(),
  maxDevices: z.number().nullable(),
  maxRemovalsPerDay: z.number().nullable(),
  devices: z.number(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  reason: z.string().nullable(),
}) satisfies z.ZodType<Consent>

export const acceptedAnswer = z.object({
  state: z.literal('granted'),
  consentId: z.string(),
}) satisfies z.ZodType<ConsentAccepted>

export const revokedAnswer = z.object({
  state: z.literal('revoked'),
  revokedAt: z.string(),
  rowsStopped: z.number(),
}) satisfies z.ZodType<ConsentRevoked>

export const submissionAnswer = z.object({
  id: z.string(),
  channel: z.string(),
  batch: z.string().nullable(),
  consentId: z.string(),
  at: z.string(),
  rows: z.number(),
  complete: z.number(),
  error: z.number(),
}) satisfies z.ZodType<PartnerSubmission>

export const submissionPage = z.object({
  value: z.array(submissionAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<PartnerSubmission>>

export const submissionsQuery = z.object({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})

export const submissionDetailAnswer = z.object({
  id: z.string(),
  status: z.enum(['processing', 'finished', 'finished_with_errors']),
  counts: z.object({ total: z.number(), succeeded: z.number(), failed: z.number() }),
  rows: z.array(
    z.object({
      n: z.number(),
      status: z.enum(['undecided', 'complete', 'error']),
      serialNumber: z.string().nullable(),
      productKey: z.string().nullable(),
      errorCode: z.number().nullable(),
      errorName: z.string().nullable(),
      registrationId: z.string().nullable(),
    }),
  ),
}) satisfies z.ZodType<SubmissionDetail>

export const customerAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  domain: z.string(),
  scopes: z.array(z.string()),
  validUntil: z.string(),
}) satisfies z.ZodType<PartnerCustomer>

export const askRequest = z.strictObject({
  /** A domain or id of the customer's tenant; absent = any customer may open the link. */
  customerDomain: z.string().max(253).optional(),
  scopes: scopes.default([...ordinaryScopes]),
  delegatedAdmin: z.boolean().default(false),
  message: z.string().max(1_000).nullable().default(null),
  expiresInDays: z.int().min(1).max(maxRequestDays).default(maxRequestDays),
})

export const acceptRequestBody = z.strictObject({
  /** That the person has read what is granted. */
  confirm: z.literal(true, { error: 'must be true: that you have read what you grant' }),
  /** Absent: all that is asked for. */
  scopes: scopes.optional(),
  delegatedAdmin: z.boolean().default(false),
  validForDays: z.int().min(1).max(maxConsentDays).default(maxConsentDays),
  maxDevices: count.nullable().default(null),
  maxRemovalsPerDay: count.nullable().default(null),
})

export const narrowRequest = z.strictObject({
  scopes: scopes.optional(),
  validForDays: z.int().min(0).max(maxConsentDays).optional(),
  maxDevices: count.optional(),
  maxRemovalsPerDay: count.optional(),
})

export const revokeRequest = z.strictObject({
  reason: z.string().max(500).nullable().default(null),
})
