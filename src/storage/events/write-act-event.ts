/** Writes the event of an act before the act's own audit entry: the end of the tenant's chain is locked for both. */
import type { NewEvent } from '../../core/events/events.ts'
import type { Client } from '../sql/store.ts'
import { writeEvent } from './write-event.ts'

/** As late as possible in a transaction, since others of the tenant wait for its end from here on. */
export async function writeActEvent(
  client: Client,
  tenantId: string,
  event: NewEvent,
): Promise<void> {
  await client.query(
    `insert into audit_head values ($1, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing`,
    [tenantId],
  )
  await client.query('select from audit_head where tenant_id = $1 for update', [tenantId])
  await writeEvent(client, tenantId, event)
}
