/** Events in PostgreSQL. `write-event.ts` writes them in the transaction of what happened. */
import type { EventType } from '../../core/events/event-types.ts'
import type { EventDetail, Events, RegistryEvent } from '../../core/events/events.ts'
import type { TenantId } from '../../core/ids.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Store } from '../sql/store.ts'

export type EventRow = {
  tenant_id: string
  event_id: string
  kind: string
  subjects: string[]
  detail: unknown
  created_at: Date
}

export function eventsIn({ db }: Store): Events {
  /** Without those that are for one webhook alone. */
  const of = (tenantId: TenantId) =>
    db
      .selectFrom('outbox_event')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('kind', 'not in', ['webhook.verify', 'webhook.test'])

  return {
    async list(tenantId, { after, limit }) {
      const cursor = after === undefined ? undefined : parseUuid(after)
      if (cursor === undefined)
        return (await of(tenantId).orderBy('event_id').limit(limit).execute()).map(toEvent)
      // With the cursor's own event: a cursor whose event is gone may have missed others too.
      const rows = await of(tenantId)
        .where('event_id', '>=', cursor)
        .orderBy('event_id')
        .limit(limit + 1)
        .execute()
      return rows[0]?.event_id === cursor ? rows.slice(1).map(toEvent) : undefined
    },

    async latest(tenantId) {
      const row = await of(tenantId).orderBy('event_id', 'desc').limit(1).executeTakeFirst()
      return row?.event_id
    },
  }
}

export function toEvent(row: EventRow): RegistryEvent {
  const { tenant_id, event_id, kind, subjects, detail, created_at } = row
  return {
    id: event_id,
    tenantId: tenant_id as TenantId,
    type: kind as EventType,
    subjects,
    ...(detail !== null && { detail: detail as EventDetail }),
    createdAt: created_at,
  }
}
