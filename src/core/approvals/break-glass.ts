/** Approving in place of an organization that has nobody who could; it takes two operators of the installation. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import type { TenantId } from '../ids.ts'
import { type Approval, findApproval } from './approval.ts'
import { isOver, oneself } from './approval-refusals.ts'
import { carriedOut, note } from './carried-out.ts'
import type { Decision } from './decide-approval.ts'
import type { DecideDeps } from './decide-deps.ts'
import { requesterOfPerson, requirePerson } from './judge-decider.ts'

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
