/** What became of the events of a webhook, and sending them once more. */
import { sql } from 'kysely'
import type { Webhooks } from '../../core/webhooks/webhook.ts'
import type { Store } from '../sql/store.ts'

export function deliveriesIn({ db, pool }: Store): Pick<Webhooks, 'deliveries' | 'replay'> {
  return {
    async deliveries({ tenantId, id }, { state, before, limit }) {
      let query = db
        .selectFrom('webhook_delivery as delivery')
        .innerJoin('outbox_event as event', (join) =>
          join
            .onRef('event.tenant_id', '=', 'delivery.tenant_id')
            .onRef('event.event_id', '=', 'delivery.event_id'),
        )
        .selectAll('delivery')
        .select(['event.kind', 'event.created_at'])
        .where('delivery.tenant_id', '=', tenantId)
        .where('delivery.webhook_id', '=', id)
      if (state !== undefined) query = query.where('delivery.state', '=', state)
      if (before !== undefined) query = query.where('delivery.event_id', '<', before)
      const rows = await query
        .orderBy('delivery.event_id', 'desc')
        .limit(limit + 1)
        .execute()
      const page = rows.slice(0, limit)
      return {
        rows: page.map((row) => ({
          eventId: row.event_id,
          type: row.kind,
          state: row.state,
          attempts: row.attempts,
          createdAt: row.created_at,
          dueAt: row.state === 'waiting' ? dueAt(row) : null,
          lastAt: row.last_at,
          lastStatus: row.last_status,
          lastError: row.last_error,
        })),
        next: rows.length > limit ? page.at(-1)?.event_id : undefined,
      }
    },

    async replay({ tenantId, id, eventTypes }, { eventIds, since }) {
      if (eventIds === undefined && since === undefined) {
        const { numUpdatedRows } = await db
          .updateTable('webhook_delivery')
          .set({ state: 'waiting', attempts: 0, held_until: null, due_at: sql`to_timestamp(0)` })
          .where('tenant_id', '=', tenantId)
          .where('webhook_id', '=', id)
          .where('state', '=', 'dead')
          .executeTakeFirst()
        return Number(numUpdatedRows)
      }
      const { rowCount } = await pool.query(
        `insert into webhook_delivery (tenant_id, webhook_id, event_id, due_at)
         select tenant_id, $2, event_id, to_timestamp(0) from outbox_event
         where tenant_id = $1 and kind not like 'webhook.%' and array[kind, '*'] && $3::text[]
           and ($4::uuid[] is null or event_id = any($4)) and ($5::timestamptz is null or created_at >= $5)
         on conflict (tenant_id, webhook_id, event_id)
           do update set state = 'waiting', attempts = 0, held_until = null, due_at = excluded.due_at`,
        [tenantId, id, eventTypes, eventIds ?? null, since ?? null],
      )
      return rowCount ?? 0
    },
  }
}

/** What was not tried yet waits for nothing, wherever the clock is set. */
function dueAt({ due_at, created_at }: { readonly due_at: Date; readonly created_at: Date }): Date {
  return due_at > created_at ? due_at : created_at
}
