/** Runs acts with their audit entries in one transaction each, and writes refusals in their own. */
import type { Audit, AuditEntry, AuditResource } from '../../core/audit/audit.ts'
import { eventsOfAct } from '../../core/events/events-of-acts.ts'
import { writeEvent } from '../events/write-event.ts'
import type { ServedStore, Store } from '../sql/store.ts'
import { appendAudit } from './append-audit.ts'

export function auditIn<Ports>(
  { onceFor, aloneFor }: Pick<ServedStore, 'onceFor' | 'aloneFor'>,
  portsIn: (unit: Store) => Ports,
): Audit<Ports> {
  return {
    change: ({ tenantId, ...act }, work) =>
      onceFor(tenantId, async (unit) => {
        const noted: AuditResource[] = []
        const { result, resource } = await work(portsIn(unit), (each) => noted.push(each))
        const resources = noted.length > 0 || resource.id === undefined ? noted : [resource]
        const entry = { ...act, result: 'Success', resources } as AuditEntry
        await appendAudit(unit.client, tenantId, [entry])
        for (const event of eventsOfAct(entry.activity, entry.resources))
          await writeEvent(unit.client, tenantId, event)
        return result
      }),
    happened: ({ tenantId, ...act }, resource) =>
      aloneFor(tenantId, (client) =>
        appendAudit(client, tenantId, [{ ...act, result: 'Success', resources: [resource] }]),
      ),
    refused: ({ tenantId, ...act }, reason) =>
      onceFor(tenantId, ({ client }) =>
        appendAudit(client, tenantId, [{ ...act, result: 'Failure', resources: [], reason }]),
      ),
  }
}
