/**
 * The trail as a file. JSON Lines contain the whole chain with its checkpoints, so that `taxiway verify audit` can
 * verify it; CSV is for spreadsheets, and none of its cells is read as a formula (ASVS 5.0 1.2.10).
 */
import { guardedCell } from 'taxiway-autopilot'
import { nameOfActor } from '../../../core/audit/audit.ts'
import { type AuditEvent, type AuditTrail, auditEventId } from '../../../core/audit/audit-trail.ts'
import { checkpointLine, recordLine } from '../../../core/audit/trail-file.ts'
import type { TenantId } from '../../../core/ids.ts'

export async function* chainLines(
  trail: Pick<AuditTrail, 'records' | 'checkpoints'>,
  tenantId: TenantId,
): AsyncGenerator<string> {
  for await (const record of trail.records(tenantId)) yield `${recordLine(record)}\n`
  for (const checkpoint of await trail.checkpoints(tenantId))
    yield `${checkpointLine(checkpoint)}\n`
}

const columns = {
  id: auditEventId,
  time: ({ at }) => at.toISOString(),
  category: ({ entry }) => entry.category,
  activity: ({ entry }) => entry.activity,
  result: ({ entry }) => entry.result,
  reason: ({ entry }) => entry.reason ?? '',
  actor: ({ entry }) => nameOfActor(entry.actor),
  address: ({ entry: { actor } }) => (actor.kind === 'system' ? '' : (actor.address ?? '')),
  resources: ({ entry }) =>
    entry.resources.map(({ type, id, name }) => `${type} ${name ?? id}`).join('; '),
  changes: ({ entry }) =>
    entry.resources
      .flatMap(({ properties = [] }) => properties)
      .map(({ name, before, after }) => `${name}: ${before ?? ''} -> ${after ?? ''}`)
      .join('; '),
  correlationId: ({ entry }) => entry.correlationId,
} as const satisfies Record<string, (event: AuditEvent) => string>

export async function* csvLines(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  yield `${Object.keys(columns).join(',')}\r\n`
  for await (const event of events) {
    const cells = Object.values(columns).map((cell) => safeCell(cell(event)))
    yield `${cells.join(',')}\r\n`
  }
}

/** Always quoted, and prefixed with an apostrophe if a spreadsheet would read a formula. */
export function safeCell(text: string): string {
  return `"${guardedCell(text).replaceAll('"', '""')}"`
}
