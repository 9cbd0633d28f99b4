/** Entries of the audit trail as they are answered. */
import type { AuditEvent as WireAuditEvent } from 'taxiway-autopilot/admin'
import { type AuditEvent, auditEventId } from '../../../core/audit/audit-trail.ts'

export function presentAuditEvent(event: AuditEvent): WireAuditEvent {
  const { seq, at, entry } = event
  return {
    id: auditEventId(event),
    seq,
    at: at.toISOString(),
    category: entry.category,
    activity: entry.activity,
    operation: entry.operation,
    result: entry.result,
    reason: entry.reason ?? null,
    correlationId: entry.correlationId,
    actor: { ...entry.actor },
    resources: [...entry.resources],
  }
}
