/** What it takes to decide an approval. */
import { accessBy } from '../../core/access/decide.ts'
import type { Approval } from '../../core/approvals/approval.ts'
import type { AuditEntry } from '../../core/audit/audit.ts'
import type { TenantId } from '../../core/ids.ts'
import { runApproved } from '../../core/removal-plans/run-approved.ts'
import { rolesIn } from '../../storage/access/roles.ts'
import { influenceIn } from '../../storage/approvals/influence.ts'
import { appendAudit } from '../../storage/audit/append-audit.ts'
import { removalPlansIn } from '../../storage/removal-plans/removal-plans.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { IdentityProvider } from '../identity-provider.ts'
import { standingIn } from './standing-ports.ts'

export function decisionPortsIn(unit: Store, { requireFresh }: IdentityProvider) {
  return {
    requireFresh,
    influence: influenceIn(unit),
    standing: standingIn(unit, { access: accessBy(rolesIn(unit)) }),
    runApproved: (approval: Approval) => runApproved(removalPlansIn(unit), approval),
    recordFor: (tenantId: TenantId, entry: AuditEntry) => appendAudit(unit.pool, tenantId, [entry]),
  }
}
