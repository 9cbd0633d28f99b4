/** What happens with the decision itself, and how it is noted in the audit trail. */
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import { type Approval, findApproval } from './approval.ts'
import type { ApprovalPolicy } from './approval-policy.ts'
import type { DecideDeps } from './decide-deps.ts'
import { requesterMay } from './deciders.ts'

const permissionFor = {
  'change-policy': 'approval-policy.write',
  'removal-plan.run': 'removals.run',
} as const

/** What nobody has to ask for again happens with the approval itself; the answer is about the decision. */
export async function carriedOut(
  {
    approvals,
    approvalPolicies,
    runApproved,
    standing,
  }: Pick<DecideDeps, 'approvals' | 'approvalPolicies' | 'runApproved' | 'standing'>,
  approval: Approval,
): Promise<Approval> {
  const { tenantId, id, action, payload } = approval
  const decided = await findApproval(approvals, tenantId, id)
  if (action !== 'change-policy' && action !== 'removal-plan.run') return decided
  if (!(await requesterMay(standing, approval, permissionFor[action])))
    throw new DomainError(
      'approval-changed',
      `${approval.requestedBy}, who asked for this, may not do it any more. Reject it; someone who may has to ask again.`,
    )
  if (action === 'change-policy') await approvalPolicies.set(tenantId, payload as ApprovalPolicy)
  if (action === 'removal-plan.run') await runApproved(approval)
  await approvals.spend(tenantId, id)
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
