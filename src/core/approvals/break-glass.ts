/** Approving in place of an organization that has nobody who could; it takes two operators of the installation. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { actorOf, nameOfActor } from '../audit/audit.ts'
import type { TenantId } from '../ids.ts'
import { type Approval, findApproval } from './approval.ts'
import { isOver, oneself } from './approval-refusals.ts'
import { carriedOut, note } from './carried-out.ts'
import type { Decision } from './decide-approval.ts'
import type { DecideDeps } from './decide-deps.ts'
import { stillDecide } from './deciders.ts'
import { requesterOfPerson, requirePerson } from './judge-decider.ts'

/** Breaking the glass takes two operators of the installation. */
export async function breakGlass(
  deps: Pick<
    DecideDeps,
    'approvals' | 'approvalPolicies' | 'runApproved' | 'requireFresh' | 'standing'
  >,
  caller: Caller,
  { tenantId, id, reason }: Decision & { readonly tenantId: TenantId },
): Promise<Approval> {
  const approval = await findApproval(deps.approvals, tenantId, id)
  const person = requirePerson(caller)
  if (approval.requester === requesterOfPerson(person)) throw oneself()
  await deps.requireFresh(person)
  if (approval.state !== 'pending') throw isOver(approval)
  const operator = {
    name: nameOfCaller(person),
    decider: { tenantId: caller.tenantId, actor: actorOf(person), permission: 'tenants.write' },
  } as const
  const asked = await deps.approvals.breakGlass(tenantId, id, operator)
  note(approval)
  // The one who asked first may be an operator no longer.
  const deciders = await stillDecide(deps.standing, asked)
  if (deciders.length < 2) return await findApproval(deps.approvals, tenantId, id)
  const by = deciders.map(({ actor }) => nameOfActor(actor)).join(', ')
  const verdict = { state: 'approved', by, reason, deciders } as const
  if (!(await deps.approvals.decide(tenantId, id, verdict))) throw isOver(approval)
  return await carriedOut(deps, approval)
}
