/** Events in PostgreSQL. `write-event.ts` writes them in the transaction of what happened. */
import type { Events, RegistryEvent } from '../../core/events/events.ts'
import { parseUuid } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

export function eventsIn({ db }: Store): Events {
  return {
    async list(tenantId, { after, limit }) {
      const cursor = after === undefined ? undefined : parseUuid(after)
      let query = db.selectFrom('outbox_event').selectAll().where('tenant_id', '=', tenantId)
      if (cursor !== undefined) query = query.where('event_id', '>', cursor)
      const rows = await query.orderBy('event_id').limit(limit).execute()
      return rows.map(({ event_id, kind, subjects, created_at }) => ({
        id: event_id,
        kind: kind as RegistryEvent['kind'],
        subjects,
        createdAt: created_at,
      }))
    },
  }
}
