/**
 * Deliveries that are due, shared by all servers on a database. A server holds what it sends for a few seconds longer
 * than a request may take; what a stopped server held is free again after that.
 */
import type { TenantId, WebhookId } from '../../core/ids.ts'
import type { DeliveryQueue, TakenDelivery } from '../../core/webhooks/webhook.ts'
import type { Wrap } from '../../core/wrap.ts'
import { type EventRow, toEvent } from '../events/events.ts'
import { candidates, firstFree } from '../sql/first-free.ts'
import type { Client, Store } from '../sql/store.ts'
import { settleDeliveries } from './settle-deliveries.ts'
import { secretContext } from './webhooks.ts'

/** Deliveries taken at once, and those under way of one webhook: a slow receiver never occupies all senders. */
const atOnce = 16
const underWay = 32

/** Seconds; a request ends after fifteen. */
const holdFor = 25

/** What is held for far longer than that was held before the database's clock was set back. */
const isHeld = `held_until between now() and now() + interval '2 minutes'`

const isDue = `due.state = 'waiting' and due.due_at <= business_now()
  and (due.held_until is null or not due.${isHeld})`

const isWaitedFor = (tenant: string) => `webhook.state <> 'disabled'
  and exists (select from webhook_delivery as due where due.tenant_id = ${tenant}
    and due.webhook_id = webhook.webhook_id and ${isDue} and (webhook.state = 'active' or due.verifies))
  and (select count(*) from webhook_delivery as held where held.tenant_id = ${tenant}
    and held.webhook_id = webhook.webhook_id and held.state = 'waiting' and held.${isHeld}) < ${underWay}`

const choose = `select tenant_id, webhook_id from webhook where ${isWaitedFor('webhook.tenant_id')}
  order by taken_at nulls first limit ${candidates}`

const hold = `select from webhook where tenant_id = $1 and webhook_id = $2 and ${isWaitedFor('$1')} for update skip locked`

const mark = 'update webhook set taken_at = now() where tenant_id = $1 and webhook_id = $2'

const take = `update webhook_delivery as delivery set held_until = now() + make_interval(secs => ${holdFor})
  where delivery.tenant_id = $1 and delivery.webhook_id = $2 and delivery.event_id in (
    select due.event_id from webhook_delivery as due
    join webhook on webhook.tenant_id = $1 and webhook.webhook_id = due.webhook_id
    where due.tenant_id = $1 and due.webhook_id = $2 and ${isDue} and (webhook.state = 'active' or due.verifies)
    order by due.due_at, due.event_id limit ${atOnce} for update of due skip locked)
  returning event_id, attempts`

const read = `select event.*, webhook.webhook_id, webhook.url, webhook.private_network, webhook.secret,
    case when webhook.previous_until > business_now() then webhook.previous_secret end as previous_secret
  from webhook join outbox_event as event on event.tenant_id = $1
  where webhook.tenant_id = $1 and webhook.webhook_id = $2 and event.event_id = any($3::uuid[]) order by event.event_id`

type Webhook = { readonly tenant_id: string; readonly webhook_id: WebhookId }

type Row = EventRow & {
  webhook_id: WebhookId
  attempts: number
  url: string
  private_network: boolean
  secret: Buffer
  previous_secret: Buffer | null
}

export function deliveryQueueIn({ pool, transaction }: Store, wrap: Wrap): DeliveryQueue {
  return {
    async take() {
      const { rows: waiting } = await pool.query<Webhook>({
        name: 'webhook-delivery-choose',
        text: choose,
      })
      if (waiting.length === 0) return []
      return await transaction(async ({ client }) => {
        const rows = await firstFree(waiting, (webhook) => takeOf(client, webhook))
        return (rows ?? []).map((row) => toTaken(row, wrap))
      })
    },
    async settle(outcomes) {
      await transaction(({ client }) => settleDeliveries(client, outcomes))
    },
  }
}

/** Nothing: another runner has it, or has just taken what was due. */
async function takeOf(
  client: Client,
  { tenant_id, webhook_id }: Webhook,
): Promise<readonly Row[] | undefined> {
  const of = [tenant_id, webhook_id]
  const held = await client.query({ name: 'webhook-hold', text: hold, values: of })
  if (held.rowCount === 0) return undefined
  await client.query({ name: 'webhook-mark', text: mark, values: of })
  const { rows: taken } = await client.query<Pick<Row, 'event_id' | 'attempts'>>({
    name: 'webhook-delivery-take',
    text: take,
    values: of,
  })
  const attempts = new Map(taken.map((each) => [each.event_id, each.attempts]))
  const { rows } = await client.query<Omit<Row, 'attempts'>>({
    name: 'webhook-delivery-read',
    text: read,
    values: [...of, [...attempts.keys()]],
  })
  return rows.map((row) => ({ ...row, attempts: attempts.get(row.event_id) ?? 0 }))
}

function toTaken(row: Row, wrap: Wrap): TakenDelivery {
  const secrets = [row.secret, row.previous_secret].filter((each) => each !== null)
  return {
    tenantId: row.tenant_id as TenantId,
    webhookId: row.webhook_id,
    url: row.url,
    privateNetwork: row.private_network,
    secrets: secrets.map((each) => Buffer.from(wrap.unwrap(each, secretContext(row.webhook_id)))),
    event: toEvent(row),
    attempts: row.attempts,
  }
}
