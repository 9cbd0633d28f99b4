/** Webhooks in PostgreSQL; `delivery-queue.ts` is what sends to them. */
import { type Selectable, sql } from 'kysely'
import type { TenantId, WebhookId } from '../../core/ids.ts'
import { grantedOf } from '../../core/webhooks/answering.ts'
import type { Answering, Webhook, Webhooks } from '../../core/webhooks/webhook.ts'
import type { Wrap } from '../../core/wrap.ts'
import { lockTrails, writeEvent } from '../events/write-event.ts'
import type { Client, Store } from '../sql/store.ts'
import type { WebhookTables } from '../sql/tables/webhooks.ts'
import { deliveriesIn } from './deliveries.ts'

/** What a secret's encryption is bound to. */
export function secretContext(webhookId: string): string {
  return `webhook:${webhookId}`
}

export function webhooksIn(store: Store, wrap: Wrap): Webhooks {
  const { db, pool } = store
  const wrapped = (id: string, secret: Buffer) => Buffer.from(wrap.wrap(secret, secretContext(id)))
  const count = (tenantId: TenantId, state: string) =>
    sql<string>`(select count(*) from webhook_delivery as delivery where delivery.tenant_id = ${tenantId}
      and delivery.webhook_id = webhook.webhook_id and delivery.state = ${state})`
  const all = (tenantId: TenantId) =>
    db
      .selectFrom('webhook')
      .selectAll()
      .select([count(tenantId, 'waiting').as('waiting'), count(tenantId, 'dead').as('dead')])
      .where('tenant_id', '=', tenantId)
  const one = (tenantId: TenantId, id: WebhookId) =>
    db
      .updateTable('webhook')
      .set({ revision: sql`revision + 1` })
      .where('tenant_id', '=', tenantId)
      .where('webhook_id', '=', id)

  return {
    ...deliveriesIn(store),

    async list(tenantId) {
      return (await all(tenantId).orderBy('webhook_id').execute()).map(toWebhook)
    },

    async find(tenantId, id) {
      const row = await all(tenantId).where('webhook_id', '=', id).executeTakeFirst()
      return row && toWebhook(row)
    },

    async add({ id, tenantId, secret, url, eventTypes, description, createdBy, answering }) {
      await db
        .insertInto('webhook')
        .values({
          tenant_id: tenantId,
          webhook_id: id,
          url,
          event_types: [...eventTypes],
          description,
          secret: wrapped(id, secret),
          previous_secret: null,
          previous_until: null,
          disabled_reason: null,
          created_by: createdBy,
          verified_at: null,
          taken_at: null,
          tried_at: null,
          ...(answering && answeringColumns(answering)),
        })
        .execute()
    },

    async update(tenantId, id, { url, eventTypes, description }) {
      await one(tenantId, id)
        .set((eb) => ({
          url,
          event_types: [...eventTypes],
          description,
          private_network: sql<boolean>`private_network and url = ${url}`,
          state: eb
            .case()
            .when('url', '<>', url)
            .then(
              sql<Webhook['state']>`case when state = 'active' then 'unverified' else state end`,
            )
            .else(eb.ref('state'))
            .end(),
        }))
        .execute()
    },

    async answerFor(tenantId, id, answering) {
      await one(tenantId, id).set(answeringColumns(answering)).execute()
    },

    async setDisabled(tenantId, id, reason) {
      await one(tenantId, id)
        .set({ state: reason === null ? 'unverified' : 'disabled', disabled_reason: reason })
        .execute()
    },

    async remove(tenantId, id) {
      for (const table of ['webhook_delivery', 'webhook'] as const) {
        const { numDeletedRows } = await db
          .deleteFrom(table)
          .where('tenant_id', '=', tenantId)
          .where('webhook_id', '=', id)
          .executeTakeFirst()
        if (table === 'webhook') return numDeletedRows > 0n
      }
      return false
    },

    async rotate({ tenantId, id }, secret, overlapHours) {
      await one(tenantId, id)
        .set((eb) => ({
          secret: wrapped(id, secret),
          previous_secret: eb.ref('secret'),
          previous_until: sql<Date>`business_now() + make_interval(hours => ${overlapHours}::int)`,
        }))
        .execute()
    },

    async markNetwork({ tenantId, id, url, allowed }) {
      const { numUpdatedRows } = await one(tenantId, id)
        .set({ private_network: allowed })
        .where('url', '=', url)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async sendOwn({ tenantId, id: webhookId, actingIn }, type) {
      await lockTrails(pool, [tenantId, actingIn])
      // The new one takes the place of one that nobody has answered.
      if (type === 'webhook.verify') await forgetProofs(pool, [tenantId, webhookId])
      await writeEvent(pool, tenantId, {
        type,
        subjects: [webhookId],
        to: { webhookId, verifies: type === 'webhook.verify' },
      })
    },
  }
}

/** Deliveries that were to prove the receiver's consent. */
export async function forgetProofs(client: Client, of: readonly string[]): Promise<void> {
  await client.query(
    `delete from webhook_delivery where tenant_id = $1 and webhook_id = $2 and verifies and state <> 'delivered'`,
    [...of],
  )
}

function answeringColumns({ actor, granted }: Answering) {
  return { answered_by: JSON.stringify(actor), granted: [...granted] }
}

type Row = Selectable<WebhookTables['webhook']> & { waiting: string; dead: string }

function toWebhook(row: Row): Webhook {
  return {
    id: row.webhook_id as WebhookId,
    tenantId: row.tenant_id as TenantId,
    url: row.url,
    eventTypes: row.event_types,
    description: row.description,
    state: row.state,
    disabledReason: row.disabled_reason,
    privateNetwork: row.private_network,
    createdBy: row.created_by,
    ...answeringOf(row),
    createdAt: row.created_at,
    verifiedAt: row.verified_at,
    revision: row.revision,
    previousUntil: row.previous_until,
    waiting: Number(row.waiting),
    dead: Number(row.dead),
  }
}

export function answeringOf({
  answered_by: actor,
  granted,
}: Pick<Selectable<WebhookTables['webhook']>, 'answered_by' | 'granted'>): Pick<
  Webhook,
  'answering'
> {
  return actor === null ? {} : { answering: { actor, granted: grantedOf(granted ?? []) } }
}
