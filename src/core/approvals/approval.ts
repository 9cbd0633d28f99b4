/**
 * Approvals: what one person may not do alone waits here for a second one. An approval is of an action and exactly
 * these subjects, is decided once, and is spent by the first act that it lets pass.
 */
import { createHash } from 'node:crypto'
import type { AuditActor } from '../audit/audit.ts'
import { canonicalJson, type JsonValue } from '../audit/canonical-json.ts'
import { DomainError } from '../errors.ts'
import type { ApprovalId, TenantId } from '../ids.ts'

export const approvalActions = [
  'delete-devices',
  'release-devices',
  'wipe-devices',
  'clear-users',
  'transfer-devices',
  'replace-devices',
  'removal-plan.run',
  'change-policy',
] as const
export type ApprovalAction = (typeof approvalActions)[number]

export const approvalStates = [
  'pending',
  'approved',
  'rejected',
  'expired',
  'cancelled',
  'void',
  'executed',
] as const
export type ApprovalState = (typeof approvalStates)[number]

/** Hours that a request waits, and that an approval waits to be used. */
export const approvalHours = 72

/** Requests of one requester that wait at the same time. */
export const maxWaiting = 50

/** Somebody who approved, and with what right. */
export type Decider = {
  /** Of an operator it is another than the approval's. */
  readonly tenantId: TenantId
  readonly actor: AuditActor
  readonly permission: 'approvals.decide' | 'tenants.write'
}

export type Subject = { readonly id: string; readonly name: string }

export type NewApproval = {
  readonly tenantId: TenantId
  readonly action: ApprovalAction
  readonly subjects: readonly Subject[]
  readonly digest: string
  /** Who asks, as `requesterOf` has it. */
  readonly requester: string
  readonly requestedBy: string
  readonly payload?: unknown
  /** Approvals of the same that count no more, since the ones who gave them may not decide any more. */
  readonly lapsed?: readonly Approval[] | undefined
}

export type Approval = Omit<NewApproval, 'subjects' | 'lapsed'> & {
  readonly id: ApprovalId
  readonly subjectCount: number
  readonly requestedAt: Date
  readonly expiresAt: Date
  readonly state: ApprovalState
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly reason: string | null
  readonly brokenBy: readonly string[]
  /** Absent: it was approved before this was kept, or not at all. */
  readonly deciders?: readonly Decider[] | undefined
  readonly executedAt: Date | null
}

export type Verdict = {
  readonly state: 'approved' | 'rejected' | 'cancelled' | 'void' | 'executed'
  readonly by: string
  readonly deciders?: readonly Decider[]
  readonly reason?: string | undefined
}

export type Approvals = {
  /** The one that already waits for the same, or a new one; undefined = too many wait already. */
  request(wanted: NewApproval): Promise<Approval | undefined>
  find(tenantId: TenantId, id: ApprovalId): Promise<Approval | undefined>
  /** Newest first; `after` = the id of the last one seen. */
  list(
    tenantId: TenantId,
    query: { state?: ApprovalState | undefined; after?: ApprovalId | undefined; limit: number },
  ): Promise<readonly Approval[]>
  subjects(
    tenantId: TenantId,
    query: { id: ApprovalId; after: number; limit: number },
  ): Promise<readonly Subject[]>
  /** Decides one that waits and has not expired; false = there is none, or somebody else was faster. */
  decide(tenantId: TenantId, id: ApprovalId, verdict: Verdict): Promise<boolean>
  /** Notes that an operator would approve it; answers who would by now. */
  breakGlass(
    tenantId: TenantId,
    id: ApprovalId,
    operator: { readonly name: string; readonly decider: Decider },
  ): Promise<readonly Decider[]>
  /** Approvals of the requester that wait to be spent; others wait until this transaction has ended. */
  approved(
    wanted: Pick<NewApproval, 'tenantId' | 'requester' | 'digest'>,
  ): Promise<readonly Approval[]>
  spend(tenantId: TenantId, id: ApprovalId): Promise<void>
}

export function digestOf(action: ApprovalAction, about: JsonValue): string {
  const hex = createHash('sha256').update(canonicalJson({ action, about })).digest('hex')
  return `sha256:${hex}`
}

/** Of devices, in whatever order they are named. */
export function digestOfSubjects(action: ApprovalAction, subjects: readonly Subject[]): string {
  return digestOf(action, [...new Set(subjects.map(({ id }) => id))].toSorted())
}

/** The person or the program; a person is the same in every application. */
export function requesterOf(actor: AuditActor): string {
  switch (actor.kind) {
    case 'user':
      return `user:${actor.userId}`
    case 'application':
      return `application:${actor.applicationId}`
    case 'partner':
      return `partner:${actor.partnerTenantId}:${actor.userId ?? actor.applicationId}`
    case 'device':
      return `device:${actor.proofId}`
    case 'system':
      return 'system'
  }
}

export async function findApproval(
  approvals: Pick<Approvals, 'find'>,
  tenantId: TenantId,
  id: ApprovalId,
): Promise<Approval> {
  const approval = await approvals.find(tenantId, id)
  if (approval === undefined)
    throw new DomainError('not-found', `There is no approval with the id '${id}'.`)
  return approval
}
