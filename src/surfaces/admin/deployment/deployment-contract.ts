/** What `/admin/v1` takes and gives about first boot: rules, events with their causes, keys to confirm, names. */
import type {
  CheckedNames,
  DeploymentCause,
  DeploymentFailure,
  DeploymentPolicy,
  DeploymentTimeline,
  List,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'

const flags = {
  requireProof: z.boolean(),
  requireEkCertificate: z.boolean(),
  forbidHashOnlyClaims: z.boolean(),
  bindOnFirstProof: z.boolean(),
  allowHashOnly: z.boolean(),
}

export const policyAnswer = z.object(flags) satisfies z.ZodType<DeploymentPolicy>
export const policyRequest = z.strictObject(flags).partial()

export const deploymentQuery = z.strictObject({
  before: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const causeAnswer = z.object({
  code: z.string(),
  name: z.string(),
  meaning: z.string(),
  nextStep: z.string(),
  source: z.enum(['documented', 'observed', 'inferred']),
}) satisfies z.ZodType<DeploymentCause>

export const deploymentAnswer = z.object({
  claimLevel: z.number(),
  provisionalUntilDateTime: z.string().nullable(),
  enrollmentState: z.string(),
  lastContactedDateTime: z.string().nullable(),
  /** TPM keys besides those in the hashes. */
  keys: z.array(
    z.object({
      digest: z.string(),
      state: z.enum(['waiting', 'bound', 'rejected']),
      proposedDateTime: z.string(),
      decidedDateTime: z.string().nullable(),
      decidedBy: z.string().nullable(),
    }),
  ),
  /** Newest first. */
  events: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      kind: z.string(),
      sentence: z.string(),
      code: z.string().nullable(),
      detail: z.string().nullable(),
      /** Null: there is no code, or no source explains it. */
      cause: causeAnswer.nullable(),
    }),
  ),
  /** Pass it as `before` for older events; null if there are none. */
  next: z.string().nullable(),
}) satisfies z.ZodType<DeploymentTimeline>

export const keyDecision = z.strictObject({ decision: z.enum(['bind', 'reject']) })

export const failuresQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(180).default(30),
})

export const failuresAnswer = z.object({
  value: z.array(
    z.object({
      code: z.string(),
      devices: z.number(),
      lastDateTime: z.string(),
      cause: causeAnswer.nullable(),
    }),
  ),
}) satisfies z.ZodType<List<DeploymentFailure>>

export const namesRequest = z.strictObject({
  template: z.string().min(1).max(200),
  /** Only devices with this profile; absent = all. */
  profileId: z.guid().optional(),
})

export const namesAnswer = z.object({
  checked: z.number(),
  /** There are more devices than were checked. */
  isCut: z.boolean(),
  faults: z.array(
    z.object({
      deviceId: z.string(),
      serialNumber: z.string(),
      name: z.string(),
      fault: z.string(),
    }),
  ),
}) satisfies z.ZodType<CheckedNames>
