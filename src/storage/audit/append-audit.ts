/** Appends to a tenant's audit trail, inside the transaction of the change. */
import pg from 'pg'
import type { AuditEntry } from '../../core/audit/audit.ts'
import { canonicalJson, type JsonValue } from '../../core/audit/canonical-json.ts'
import { DomainError } from '../../core/errors.ts'
import { DatabaseOutage, retryable } from '../sql/outage.ts'

/**
 * Appends the entries in order, in one round trip. Call it last, because it locks the end of the tenant's chain
 * until the transaction ends. If the trail cannot be written, the change fails as unavailable.
 */
export async function appendAudit(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: string,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  try {
    await client.query({
      name: 'audit-append',
      text: 'select append_audit($1, $2)',
      values: [tenantId, entries.map((entry) => canonicalJson(storable(entry)))],
    })
  } catch (cause) {
    if (cause instanceof DatabaseOutage) throw cause
    if (cause instanceof pg.DatabaseError && retryable.has(cause.code ?? '')) throw cause
    throw new DomainError(
      'unavailable',
      'The audit trail takes no entries, so nothing was changed.',
      {
        cause,
      },
    )
  }
}

/** NUL and unpaired surrogates, which PostgreSQL's JSON cannot hold, become the replacement character. */
function storable(value: JsonValue | undefined): JsonValue {
  const text = JSON.stringify(value)
  // Nearly always there is neither: an entry about a hundred devices is then read as it is.
  if (!escaped.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_, each: unknown) =>
    typeof each === 'string' ? each.toWellFormed().replaceAll('\0', '\ufffd') : each,
  ) as JsonValue
}

/** How JSON spells NUL and unpaired surrogates. */
const escaped = /\\u(?:0000|d[89a-f])/
