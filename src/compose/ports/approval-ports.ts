/** Approvals, and the gate of destructive acts. */
import { admitActs } from '../../core/approvals/admit-act.ts'
import {
  actCounterIn,
  approvalPoliciesIn,
  type PolicyDefaults,
} from '../../storage/approvals/act-counter.ts'
import { approvalsIn } from '../../storage/approvals/approvals.ts'
import type { Store } from '../../storage/sql/store.ts'

export type ApprovalPorts = ReturnType<typeof approvalPortsIn>

export function approvalPortsIn(unit: Store, defaults: PolicyDefaults) {
  const approvals = approvalsIn(unit)
  const approvalPolicies = approvalPoliciesIn(unit, defaults)
  const admit = admitActs({ counter: actCounterIn(unit), policies: approvalPolicies, approvals })
  return { approvals, approvalPolicies, admit }
}
