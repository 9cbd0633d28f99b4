/** Shapes of `/admin/v1` for identity: conflicts, dry runs, histories, the deny list. */
import {
  type Conflict,
  type ConflictDecision,
  type ConflictPage,
  conflictDecisions,
  conflictStates,
  type DenyListProposal,
  type DenyListRow,
  type DeviceHistory,
  type HashMatch,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import { valueKinds } from '../../../core/identity/normalise.ts'
import { idShape } from '../../http/id-shape.ts'

const limit = z.coerce.number().int().min(1).max(500).default(100)

export const conflictQuery = z.strictObject({
  state: z.enum(conflictStates).optional(),
  after: idShape(ids.record).optional(),
  limit,
})

export const conflictAnswer = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(conflictStates),
  /** Why, in a sentence that contains no values. */
  sentence: z.string(),
  /** Registered devices, likeliest first; null stands for a device of another tenant. */
  candidates: z.array(z.string().nullable()),
  /** The imported device in the row. */
  importedDeviceId: z.string(),
  serialNumber: z.string().nullable(),
  /** The registered device that a remark is about; null while a row is held. */
  deviceId: z.string().nullable(),
  createdDateTime: z.string(),
  decidedDateTime: z.string().nullable(),
  decidedBy: z.string().nullable(),
}) satisfies z.ZodType<Conflict>

export const conflictPage = z.object({
  value: z.array(conflictAnswer),
  /** Pass it as `after` for the next page; null on the last. */
  next: z.string().nullable(),
}) satisfies z.ZodType<ConflictPage>

export const decisionRequest = z.strictObject({
  decision: z.enum(conflictDecisions),
  /** Which candidate it is the same as; required if there are several. */
  deviceId: idShape(ids.device).optional(),
}) satisfies z.ZodType<ConflictDecision>

export const matchRequest = z.strictObject({
  /** The hash in base64, as in an import. */
  hardwareIdentifier: z.string().min(1).max(8_192),
})

export const matchAnswer = z.object({
  verdict: z.enum(['match', 'no-match', 'review']),
  sentence: z.string(),
  /** The matched device; null unless the verdict is `match`. */
  deviceId: z.string().nullable(),
  candidates: z.array(
    z.object({
      deviceId: z.string(),
      verdict: z.string(),
      bits: z.number(),
      evidence: z.array(
        z.object({
          field: z.string(),
          relation: z.string(),
          binding: z.string(),
          bits: z.number(),
          veto: z.boolean(),
        }),
      ),
    }),
  ),
  /** Fields of the hash whose values identify nothing. */
  junk: z.array(z.string()),
}) satisfies z.ZodType<HashMatch>

export const historyAnswer = z.object({
  claimLevel: z.number(),
  provisionalUntilDateTime: z.string().nullable(),
  declaredDateTime: z.string().nullable(),
  awaitsHash: z.boolean(),
  hashes: z.array(z.object({ acceptedDateTime: z.string(), changes: z.array(z.string()) })),
}) satisfies z.ZodType<DeviceHistory>

const kind = z.enum(valueKinds as readonly [string, ...string[]])

export const denyRequest = z.union([
  z.strictObject({ kind, value: z.string().min(1).max(256) }),
  z.strictObject({ kind, pattern: z.string().min(1).max(128) }),
])

export const denyAnswer = z.object({
  kind: z.string(),
  value: z.string().optional(),
  pattern: z.string().optional(),
  source: z.string(),
  active: z.boolean(),
}) satisfies z.ZodType<DenyListRow>

export const proposalAnswer = z.object({
  kind: z.string(),
  value: z.string(),
  devices: z.number(),
}) satisfies z.ZodType<DenyListProposal>
