/**
 * Deciding an approval: by a person who is not the requester, in whatever application; who was not made able to
 * decide by the requester; and who has just proved a factor that cannot be phished, where the organization asks for
 * one.
 */

import { type Caller, nameOfCaller, type UserCaller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import { noteAudit } from '../acting.ts'
import { actorOf } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import type { ApprovalId, TenantId } from '../ids.ts'
import { type Approval, type Approvals, requesterOf } from './approval.ts'
import type { ApprovalPolicies, ApprovalPolicy } from './approval-policy.ts'

export type DecideDeps = {
  readonly approvals: Approvals
  readonly approvalPolicies: Pick<ApprovalPolicies, 'set'>
  /** Runs the plan that was approved; throws if it is another one by now. */
  readonly runApproved: (approval: Approval) => Promise<void>
  readonly access: Pick<Access, 'hasWhole'>
  readonly influence: Influence
  /** Throws unless the person has just signed in as the organization asks of those who decide. */
  readonly requireFresh: (caller: UserCaller) => Promise<void>
}

/** Hours in which a person decides nothing of the one who gave them the right to. */
export const influenceHours = 24

export type Influence = {
  /**
   * Whether the requester, or someone that the requester made or changed, has changed the person or what the person
   * may do within `influenceHours`.
   */
  reaches(tenantId: TenantId, requester: string, person: UserCaller): Promise<boolean>
}

export type Decision = {
  readonly id: ApprovalId
  /** Of the subjects that the person saw; absent = of those that are stored. */
  readonly digest?: string | undefined
  readonly reason?: string | undefined
}

export async function approve(
  deps: DecideDeps,
  caller: Caller,
  { id, digest, reason }: Decision,
): Promise<Approval> {
  const { tenantId } = caller
  const approval = await findApproval(deps.approvals, tenantId, id)
  if (isRequester(caller, approval)) throw oneself()
  const person = requirePerson(caller)
  await requireOther(deps, approval, person)
  if (digest !== undefined && digest !== approval.digest) throw changed()
  await deps.requireFresh(person)
  const verdict = { state: 'approved', by: nameOfCaller(person), reason } as const
  if (!(await deps.approvals.decide(tenantId, id, verdict))) throw isOver(approval)
  note(approval)
  return await carriedOut(deps, approval)
}

/** Why a requester who may not decide anyway is refused: the permission is not what stands in the way. */
export async function refusalOfRequester(
  { approvals }: Pick<DecideDeps, 'approvals'>,
  caller: Caller,
  id: ApprovalId,
): Promise<DomainError | undefined> {
  const approval = await approvals.find(caller.tenantId, id)
  return approval !== undefined && isRequester(caller, approval) ? oneself() : undefined
}

function isRequester(caller: Caller, { requester }: Approval): boolean {
  return requester === requesterOf(actorOf(caller))
}

export async function reject(
  { approvals }: Pick<DecideDeps, 'approvals'>,
  caller: Caller,
  { id, reason }: Decision,
): Promise<Approval> {
  await findApproval(approvals, caller.tenantId, id)
  const person = requirePerson(caller)
  return await end(approvals, caller.tenantId, {
    id,
    verdict: { state: 'rejected', by: nameOfCaller(person), reason },
  })
}

/** By the requester alone. */
export async function cancel(
  approvals: Approvals,
  caller: Caller,
  { requester, id }: { readonly requester: string; readonly id: ApprovalId },
): Promise<Approval> {
  const approval = await findApproval(approvals, caller.tenantId, id)
  if (approval.requester !== requester)
    throw new DomainError('not-permitted', 'Only the one who asked for it can cancel it.')
  const verdict = { state: 'cancelled', by: nameOfCaller(caller) } as const
  return await end(approvals, caller.tenantId, { id, verdict })
}

/** Breaking the glass takes two operators of the installation. */
export async function breakGlass(
  deps: Pick<DecideDeps, 'approvals' | 'approvalPolicies' | 'runApproved' | 'requireFresh'>,
  caller: Caller,
  { tenantId, id, reason }: Decision & { readonly tenantId: TenantId },
): Promise<Approval> {
  const approval = await findApproval(deps.approvals, tenantId, id)
  const person = requirePerson(caller)
  if (approval.requester === requesterOfPerson(person)) throw oneself()
  await deps.requireFresh(person)
  if (approval.state !== 'pending') throw isOver(approval)
  const by = await deps.approvals.breakGlass(tenantId, id, nameOfCaller(person))
  note(approval)
  if (by.length < 2) return await findApproval(deps.approvals, tenantId, id)
  const verdict = { state: 'approved', by: by.join(', '), reason } as const
  if (!(await deps.approvals.decide(tenantId, id, verdict))) throw isOver(approval)
  return await carriedOut(deps, approval)
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

function requirePerson(caller: Caller): UserCaller {
  if (caller.kind === 'user') return caller
  throw new DomainError('not-permitted', 'Only a person can decide an approval, not a program.')
}

function requesterOfPerson({ userId }: UserCaller): string {
  return `user:${userId}`
}

async function requireOther(
  { access, influence }: Pick<DecideDeps, 'access' | 'influence'>,
  { tenantId, requester }: Approval,
  person: UserCaller,
): Promise<void> {
  if (requester === requesterOfPerson(person)) throw oneself()
  // Anyone who can change applications could act as any of them.
  if (!requester.startsWith('user:') && (await access.hasWhole(person, 'applications.write')))
    throw new DomainError(
      'not-permitted',
      'A program asked for this, and you may change programs: someone has to decide who may not.',
    )
  if (await influence.reaches(tenantId, requester, person))
    throw new DomainError(
      'not-permitted',
      `The one who asked for this has changed your account or your roles within the last ${influenceHours} hours. Someone else has to decide.`,
    )
}

/** What nobody has to ask for again happens with the approval itself; the answer is about the decision. */
async function carriedOut(
  {
    approvals,
    approvalPolicies,
    runApproved,
  }: Pick<DecideDeps, 'approvals' | 'approvalPolicies' | 'runApproved'>,
  approval: Approval,
): Promise<Approval> {
  const { tenantId, id, action, payload, requester, digest } = approval
  const decided = await findApproval(approvals, tenantId, id)
  if (action === 'change-policy') await approvalPolicies.set(tenantId, payload as ApprovalPolicy)
  if (action === 'removal-plan.run') await runApproved(approval)
  if (action === 'change-policy' || action === 'removal-plan.run')
    await approvals.spend({ tenantId, requester, digest })
  return decided
}

async function end(
  approvals: Approvals,
  tenantId: TenantId,
  {
    id,
    verdict,
  }: { readonly id: ApprovalId; readonly verdict: Parameters<Approvals['decide']>[2] },
): Promise<Approval> {
  const approval = await findApproval(approvals, tenantId, id)
  if (!(await approvals.decide(tenantId, id, verdict))) throw isOver(approval)
  note(approval)
  return await findApproval(approvals, tenantId, id)
}

function note({ id, action, subjectCount, digest }: Approval): void {
  const properties = [
    { name: 'action', before: null, after: action },
    { name: 'devices', before: null, after: String(subjectCount) },
    { name: 'digest', before: null, after: digest },
  ]
  noteAudit({ type: 'Approval', id, properties })
}

function oneself(): DomainError {
  return new DomainError(
    'approval-needs-another-person',
    'You asked for this yourself; a second person decides.',
  )
}

function changed(): DomainError {
  return new DomainError(
    'approval-changed',
    'The subjects are not those that you saw. Look at the approval again.',
  )
}

const words: Readonly<Record<Approval['state'], string>> = {
  pending: 'has been decided by somebody else',
  approved: 'has been approved already',
  rejected: 'has been rejected',
  expired: 'has expired',
  cancelled: 'was cancelled by the one who asked for it',
  void: 'is void, because its subjects were changed',
  executed: 'has been approved and used',
}

function isOver({ state }: Approval): DomainError {
  return new DomainError('approval-changed', `The approval ${words[state]}.`)
}
