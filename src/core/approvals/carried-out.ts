/** What happens with the decision itself, and how it is noted in the audit trail. */
import { noteAudit } from '../acting.ts'
import { type Approval, findApproval } from './approval.ts'
import type { ApprovalPolicy } from './approval-policy.ts'
import type { DecideDeps } from './decide-deps.ts'

/** What nobody has to ask for again happens with the approval itself; the answer is about the decision. */
export async function carriedOut(
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

export function note({ id, action, subjectCount, digest }: Approval): void {
  const properties = [
    { name: 'action', before: null, after: action },
    { name: 'devices', before: null, after: String(subjectCount) },
    { name: 'digest', before: null, after: digest },
  ]
  noteAudit({ type: 'Approval', id, properties })
}
