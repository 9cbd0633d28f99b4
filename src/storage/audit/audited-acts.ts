/** Acts and their audit entries in one transaction each, and refusals in one of their own. */
import type { Audit, AuditEntry, AuditResource } from '../../core/audit/audit.ts'
import type { Store } from '../sql/database.ts'
import { asUnit } from '../sql/unit-of-work.ts'
import { appendAudit } from './append-audit.ts'

export function auditIn({ pool }: Pick<Store, 'pool'>): Audit {
  return {
    async change({ tenantId, ...act }, work) {
      const noted: AuditResource[] = []
      const done = await asUnit(
        pool,
        () => work((resource) => noted.push(resource)),
        (client, { resource }) => {
          const resources = noted.length > 0 || resource.id === undefined ? noted : [resource]
          return appendAudit(client, tenantId, [
            { ...act, result: 'Success', resources } as AuditEntry,
          ])
        },
      )
      return done.result
    },
    refused: ({ tenantId, ...act }, reason) =>
      appendAudit(pool, tenantId, [{ ...act, result: 'Failure', resources: [], reason }]),
  }
}
