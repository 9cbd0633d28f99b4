/** Writes events in the transaction of what happened, each with its deliveries to the webhooks that want it. */
import type pg from 'pg'
import type { NewEvent } from '../../core/events/events.ts'
import { newUuid } from '../../core/uuid.ts'

type Client = Pick<pg.ClientBase, 'query'>

/** A body stays below the 20 kB that receivers of Standard Webhooks have to take. */
const maxSubjects = 400

/** Present: for that webhook alone. */
export type Addressed = { readonly webhookId: string; readonly verifies: boolean }

/**
 * Call it after the audit entry: the end of the tenant's chain is locked, so only one transaction at a time writes
 * an event for it. So ids increase in the order in which events become visible, whatever the servers' clocks say,
 * and a reader that continues after the last event it has seen misses none. What has no entry before it locks the
 * chain by `lockTrails`.
 */
export async function writeEvent(
  client: Client,
  tenantId: string,
  event: NewEvent & { readonly to?: Addressed },
): Promise<void> {
  const { type, subjects, detail, to } = event
  const parts: (readonly string[])[] = []
  for (let at = 0; at === 0 || at < subjects.length; at += maxSubjects)
    parts.push(subjects.slice(at, at + maxSubjects))
  const { rows } = await client.query<{ event_id: string }>({
    name: 'outbox-event-latest',
    text: 'select event_id from outbox_event where tenant_id = $1 order by event_id desc limit 1',
    values: [tenantId],
  })
  await client.query({
    name: 'outbox-event-insert',
    text: `with delivery as (
        insert into webhook_delivery (tenant_id, webhook_id, event_id, verifies)
        select webhook.tenant_id, webhook.webhook_id, event_id, $7 from webhook, unnest($2::uuid[]) as event_id
        where webhook.tenant_id = $1
          and case when $6::uuid is null then webhook.event_types && array[$3::text, '*'] else webhook.webhook_id = $6 end)
      insert into outbox_event (tenant_id, event_id, kind, subjects, detail)
      select $1, id, $3, subjects::uuid[], $5::jsonb from unnest($2::uuid[], $4::text[]) as part(id, subjects)`,
    values: [
      tenantId,
      idsAfter(rows[0]?.event_id ?? '', parts.length),
      type,
      parts.map((part) => `{${part.join(',')}}`),
      detail === undefined ? null : JSON.stringify(detail),
      to?.webhookId ?? null,
      to?.verifies ?? false,
    ],
  })
}

/** Locks the ends of the trails of several tenants, always in the same order. */
export async function lockTrails(
  client: Client,
  tenants: readonly (string | undefined)[],
): Promise<void> {
  const sorted = [...new Set(tenants)].filter((each) => each !== undefined).toSorted()
  for (const tenant of sorted) {
    await client.query(
      `insert into audit_head values ($1, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing`,
      [tenant],
    )
    await client.query('select from audit_head where tenant_id = $1 for update', [tenant])
  }
}

function idsAfter(latest: string, count: number): readonly string[] {
  const ids: string[] = []
  for (let before = latest; ids.length < count; before = ids.at(-1) ?? '') {
    const id = newUuid()
    ids.push(id > before ? id : newUuid(timeOf(before) + 1))
  }
  return ids
}

/** Milliseconds since 1970: the first 48 bits of a UUID of version 7. */
function timeOf(uuid: string): number {
  return Number.parseInt(uuid.replace('-', '').slice(0, 12), 16)
}
