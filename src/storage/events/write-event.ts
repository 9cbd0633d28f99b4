/** Writes events in the transaction of what happened: one event per slice of an import. */
import type pg from 'pg'
import type { RegistryEvent } from '../../core/events/events.ts'
import { newUuid } from '../../core/ids.ts'

/**
 * Call it after the audit entry: the end of the tenant's chain is locked, so only one transaction at a time writes
 * an event for it. So ids increase in the order in which events become visible, whatever the servers' clocks say,
 * and a reader that continues after the last event it has seen misses none.
 */
export async function writeEvent(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: string,
  { kind, subjects }: Pick<RegistryEvent, 'kind'> & { readonly subjects: readonly string[] },
): Promise<void> {
  const { rows } = await client.query<{ event_id: string }>({
    name: 'outbox-event-latest',
    text: 'select event_id from outbox_event where tenant_id = $1 order by event_id desc limit 1',
    values: [tenantId],
  })
  await client.query({
    name: 'outbox-event-insert',
    text: `insert into outbox_event (tenant_id, event_id, kind, subjects) values ($1, $2, $3, $4)`,
    values: [tenantId, uuidAfter(rows[0]?.event_id ?? ''), kind, subjects],
  })
}

function uuidAfter(latest: string): string {
  const id = newUuid()
  return id > latest ? id : newUuid(timeOf(latest) + 1)
}

/** Milliseconds since 1970: the first 48 bits of a UUID of version 7. */
function timeOf(uuid: string): number {
  return Number.parseInt(uuid.replace('-', '').slice(0, 12), 16)
}
