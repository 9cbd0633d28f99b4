/**
 * Deciding an approval: by a person who is not the requester, in whatever application; who was not made able to
 * decide by the requester; and who has just proved a factor that cannot be phished, where the organization asks for
 * one.
 */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { actorOf } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import type { ApprovalId, TenantId } from '../ids.ts'
import { type Approval, type Approvals, findApproval } from './approval.ts'
import { changed, isOver, oneself } from './approval-refusals.ts'
import { carriedOut, note } from './carried-out.ts'
import type { DecideDeps } from './decide-deps.ts'
import { isRequester, requireOther, requirePerson } from './judge-decider.ts'

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
  const deciders = [{ tenantId, actor: actorOf(person), permission: 'approvals.decide' }] as const
  const verdict = { state: 'approved', by: nameOfCaller(person), reason, deciders } as const
  if (!(await deps.approvals.decide(tenantId, id, verdict))) throw isOver(approval)
  note(approval)
  return await carriedOut(deps, approval)
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
