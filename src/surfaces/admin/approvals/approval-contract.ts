/** Shapes of approvals and of the policy that demands them. */
import type {
  ApprovalDecision,
  ApprovalPage,
  ApprovalPolicyChange,
  ApprovalSubjectPage,
  WaitingForApproval,
  Approval as Wire,
  ApprovalPolicy as WirePolicy,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { type Approval, approvalStates, type Subject } from '../../../core/approvals/approval.ts'
import { ids } from '../../../core/id-kinds.ts'
import { idShape } from '../../http/id-shape.ts'

const subject = z.object({ id: z.string(), name: z.string() })

export const approvalAnswer = z.object({
  id: z.string(),
  action: z.string(),
  state: z.enum(approvalStates),
  subjects: z.object({ count: z.number(), first: z.array(subject) }),
  digest: z.string(),
  requestedBy: z.string(),
  requestedDateTime: z.string(),
  expiresAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedDateTime: z.string().nullable(),
  reason: z.string().nullable(),
  brokenBy: z.array(z.string()).readonly(),
  executedDateTime: z.string().nullable(),
  isOwn: z.boolean(),
}) satisfies z.ZodType<Wire>

const next = z.string().optional()

export const approvalPage = z.object({
  value: z.array(approvalAnswer),
  next,
}) satisfies z.ZodType<ApprovalPage>

export const approvalQuery = z.object({
  state: z.enum(approvalStates).optional(),
  cursor: idShape(ids.approval).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const subjectPage = z.object({
  value: z.array(subject),
  next,
}) satisfies z.ZodType<ApprovalSubjectPage>

export const subjectQuery = z.object({
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})

export const decisionRequest = z.strictObject({
  digest: z.string().max(128).optional(),
  reason: z.string().trim().min(1).max(1_000).optional(),
}) satisfies z.ZodType<ApprovalDecision>

const limit = z.strictObject({
  floor: z.int().min(0).max(1_000_000),
  share: z.number().min(0).max(1),
  hours: z.int().min(1).max(720),
})
const onDelete = z.enum(['reserve', 'release'])

export const policyAnswer = z.object({
  limit: z.object({ floor: z.number(), share: z.number(), hours: z.number() }),
  perPerson: z.number().nullable(),
  onDelete,
}) satisfies z.ZodType<WirePolicy>

export const policyChange = z.strictObject({
  limit,
  perPerson: z.int().min(0).max(1_000_000).nullable().optional(),
  onDelete: onDelete.optional(),
}) satisfies z.ZodType<ApprovalPolicyChange>

export const waitingAnswer = z.object({
  approvalId: z.string(),
}) satisfies z.ZodType<WaitingForApproval>

const time = (at: Date | null) => at?.toISOString() ?? null

export function presentApproval(
  approval: Approval,
  { subjects, requester }: { readonly subjects: readonly Subject[]; readonly requester: string },
): z.input<typeof approvalAnswer> {
  const { id, action, state, digest, requestedBy } = approval
  return {
    id,
    action,
    state,
    digest,
    requestedBy,
    subjects: { count: approval.subjectCount, first: [...subjects] },
    requestedDateTime: approval.requestedAt.toISOString(),
    expiresAt: approval.expiresAt.toISOString(),
    decidedBy: approval.decidedBy,
    decidedDateTime: time(approval.decidedAt),
    reason: approval.reason,
    brokenBy: approval.brokenBy,
    executedDateTime: time(approval.executedAt),
    isOwn: approval.requester === requester,
  }
}
