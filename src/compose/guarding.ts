/** A surface's guard: who is admitted, and which ports its routes get. */

import type { StepUp } from '../core/access/step-up.ts'
import { approvalsIn } from '../storage/approvals/approvals.ts'
import { auditIn } from '../storage/audit/audited-acts.ts'
import { keptAnswersIn } from '../storage/idempotency/kept-answers.ts'
import { editLockIn } from '../storage/sql/edit-lock.ts'
import type { Store } from '../storage/sql/store.ts'
import type { GuardDeps } from '../surfaces/http/guard.ts'
import type { Base } from './base.ts'

export function guardOn<Ports>(
  { store, access, wrap }: Pick<Base, 'store' | 'access' | 'wrap'>,
  stepUp: StepUp,
  portsIn: (unit: Store) => Ports,
): GuardDeps<Ports> {
  const { change, refused } = auditIn(store, (unit) => ({
    ports: portsIn(unit),
    answers: () => keptAnswersIn(unit, wrap),
    editLock: () => editLockIn(unit),
  }))
  return {
    access,
    stepUp,
    ports: portsIn(store),
    change,
    refused,
    requestApproval: async (wanted) => (await approvalsIn(store).request(wanted))?.id,
  }
}
