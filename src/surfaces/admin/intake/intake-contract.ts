/** What `/admin/v1/intake` takes and gives. */
import { maxGroupTagLength } from 'taxiway-autopilot'
import type {
  IntakeApproval,
  IntakeAssociation,
  IntakeCodeRequest,
  IntakeCodeView,
  IntakeRejection,
  IntakeView,
  NewIntakeCodeView,
} from 'taxiway-autopilot/admin'
import { encode } from 'uqr'
import { z } from 'zod'
import {
  type IntakeCode,
  type IntakeSubmission,
  keyMinutes,
  onceMinutes,
} from '../../../core/intake/intake.ts'

const groupTag = z.string().trim().max(maxGroupTagLength).nullish()

export const codeRequest = z
  .strictObject({
    kind: z.enum(['once', 'key']).default('once'),
    label: z.string().trim().max(100).default(''),
    groupTag,
    minutes: z.int().min(1).max(keyMinutes.max).optional(),
  })
  .refine(
    ({ kind, minutes = 0 }) => kind === 'key' || minutes <= onceMinutes.max,
    `minutes: a code for one device is good for at most ${onceMinutes.max}`,
  ) satisfies z.ZodType<unknown, IntakeCodeRequest>

export const approveRequest = z.strictObject({ groupTag }) satisfies z.ZodType<
  unknown,
  IntakeApproval
>
export const associateRequest = z.strictObject({
  policyId: z.string().trim().min(1).max(100).nullish(),
}) satisfies z.ZodType<unknown, IntakeAssociation>
export const rejectRequest = z.strictObject({
  reason: z.string().trim().max(200).nullish(),
}) satisfies z.ZodType<unknown, IntakeRejection>

export const codeAnswer = z.object({
  id: z.string(),
  kind: z.enum(['once', 'key']),
  label: z.string(),
  groupTag: z.string().nullable(),
  createdBy: z.string(),
  createdDateTime: z.string(),
  expiresDateTime: z.string(),
  state: z.enum(['unused', 'used', 'active', 'withdrawn', 'expired']),
}) satisfies z.ZodType<IntakeCodeView>

export const newCodeAnswer = codeAnswer.extend({
  code: z.string(),
  url: z.string(),
  command: z.string().nullable(),
  qr: z.array(z.string()),
}) satisfies z.ZodType<NewIntakeCodeView>

export const intakeAnswer = z.object({
  id: z.string(),
  kind: z.enum(['hash', 'link']),
  groupTag: z.string().nullable(),
  serialNumber: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  note: z.string(),
  address: z.string(),
  codeId: z.string(),
  state: z.enum(['pending', 'approved', 'rejected', 'expired']),
  submittedDateTime: z.string(),
  expiresDateTime: z.string(),
  decidedDateTime: z.string().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  receiptId: z.string().nullable(),
  associationId: z.string().nullable(),
}) satisfies z.ZodType<IntakeView>

export function presentCode(of: IntakeCode, now: Date): IntakeCodeView {
  const { id, kind, label, groupTag: tag, createdBy } = of
  return {
    id,
    kind,
    label,
    groupTag: tag,
    createdBy,
    createdDateTime: of.createdAt.toISOString(),
    expiresDateTime: of.expiresAt.toISOString(),
    state: stateOf(of, now),
  }
}

function stateOf({ kind, withdrawnAt, usedAt, expiresAt }: IntakeCode, now: Date) {
  if (withdrawnAt !== null) return 'withdrawn'
  if (usedAt !== null) return 'used'
  if (expiresAt <= now) return 'expired'
  return kind === 'once' ? 'unused' : 'active'
}

/** The code stands behind the `#`, which no server and no log of one gets to see. */
export function presentNewCode(
  of: IntakeCode,
  {
    code,
    publicUrl,
    now,
  }: { readonly code: string; readonly publicUrl: string; readonly now: Date },
): NewIntakeCodeView {
  const isKey = of.kind === 'key'
  const url = isKey ? `${publicUrl}/intake/v1/devicelinks` : `${publicUrl}/hand-in#${code}`
  return {
    ...presentCode(of, now),
    code,
    url,
    command: isKey ? null : `irm ${publicUrl}/intake/v1/script | iex`,
    qr: isKey ? [] : qrOf(url),
  }
}

function qrOf(text: string): string[] {
  const { data } = encode(text, { ecc: 'M', border: 4 })
  return data.map((row) => row.map((isDark) => (isDark ? '1' : '0')).join(''))
}

export function presentIntake(of: IntakeSubmission): IntakeView {
  const { id, kind, groupTag: tag, serialNumber, manufacturer, model, note, address, codeId } = of
  const { state, decidedBy, reason, receiptId, associationId } = of
  return {
    id,
    kind,
    groupTag: tag,
    serialNumber,
    manufacturer,
    model,
    note,
    address,
    codeId,
    state,
    decidedBy,
    reason,
    receiptId,
    associationId,
    submittedDateTime: of.submittedAt.toISOString(),
    expiresDateTime: of.expiresAt.toISOString(),
    decidedDateTime: of.decidedAt?.toISOString() ?? null,
  }
}
