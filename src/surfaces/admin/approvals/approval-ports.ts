/** What the routes of approvals need, and an approval as its readers see it. */
import type { Caller } from '../../../core/access/caller.ts'
import { type Approval, type Approvals, requesterOf } from '../../../core/approvals/approval.ts'
import type { ApprovalPolicies } from '../../../core/approvals/approval-policy.ts'
import type { DecideDeps } from '../../../core/approvals/decide-deps.ts'
import { type AuditEntry, actorOf } from '../../../core/audit/audit.ts'
import type { TenantId } from '../../../core/ids.ts'
import { presentApproval } from './approval-contract.ts'

export type ApprovalRouteDeps = DecideDeps & {
  readonly approvals: Approvals
  readonly approvalPolicies: ApprovalPolicies
  /** Writes to another organization's trail what an operator did there. */
  readonly recordFor: (tenantId: TenantId, entry: AuditEntry) => Promise<void>
}

/** Subjects that are shown with their approval. */
const shown = 20

export async function presented(
  { approvals }: ApprovalRouteDeps,
  caller: Caller,
  approval: Approval,
) {
  const { id, tenantId } = approval
  const subjects = await approvals.subjects(tenantId, { id, after: 0, limit: shown })
  return presentApproval(approval, { subjects, requester: requesterOf(actorOf(caller)) })
}
