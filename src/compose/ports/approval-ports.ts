/** Approvals, and the gate of destructive acts. */
import { admitActs } from '../../core/approvals/admit-act.ts'
import type { StandingDeps } from '../../core/standing/standing.ts'
import {
  actCounterIn,
  approvalPoliciesIn,
  type PolicyDefaults,
} from '../../storage/approvals/act-counter.ts'
import { approvalsIn } from '../../storage/approvals/approvals.ts'
import type { Store } from '../../storage/sql/store.ts'
import { standingIn } from './standing-ports.ts'

export type ApprovalPorts = ReturnType<typeof approvalPortsIn>

export function approvalPortsIn(
  unit: Store,
  { access, ...defaults }: PolicyDefaults & Pick<StandingDeps, 'access'>,
) {
  const approvals = approvalsIn(unit)
  const approvalPolicies = approvalPoliciesIn(unit, defaults)
  const standing = standingIn(unit, { access })
  const counter = actCounterIn(unit)
  const admit = admitActs({ counter, policies: approvalPolicies, approvals, standing })
  return { approvals, approvalPolicies, admit }
}
