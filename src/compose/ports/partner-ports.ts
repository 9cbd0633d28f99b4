/** Storage of partners and consents, for customers and partners alike. */
import type { AuditEntry } from '../../core/audit/audit.ts'
import type { TenantId } from '../../core/ids.ts'
import { appendAudit } from '../../storage/audit/append-audit.ts'
import { announceIn } from '../../storage/partners/announce.ts'
import { batchesIn } from '../../storage/partners/batches.ts'
import { consentsIn } from '../../storage/partners/consents.ts'
import { decidersIn } from '../../storage/partners/deciders.ts'
import { partnerPoliciesIn } from '../../storage/partners/partner-policies.ts'
import { relationshipRequestsIn } from '../../storage/partners/relationship-requests.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { Base } from '../base.ts'

/** What the admin surface needs: its own `policies` are those of first boots. */
export function consentPortsIn(unit: Store, now: Base['now']) {
  return {
    requests: relationshipRequestsIn(unit),
    consents: consentsIn(unit),
    batches: batchesIn(unit),
    deciders: decidersIn(unit),
    announce: announceIn(unit),
    now,
  }
}

export function partnerPortsIn(unit: Store, now: Base['now']) {
  return { ...consentPortsIn(unit, now), policies: partnerPoliciesIn(unit) }
}

/** What partners' people do at customers on the admin surface. */
export function partnerWorkPortsIn(unit: Store) {
  return {
    partnerPolicies: partnerPoliciesIn(unit),
    recordFor: (customerId: TenantId, entry: AuditEntry) =>
      appendAudit(unit.pool, customerId, [entry]),
  }
}
