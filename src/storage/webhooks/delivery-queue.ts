/**
 * Deliveries that are due, shared by all servers on a database. A server holds what it sends for a few seconds longer
 * than a request may take; what a stopped server held is free again after that.
 *
 * Tenants take turns, and each has few under way: receivers that do not answer keep only their own tenant's events waiting.
 */
import type { AuditActor } from '../../core/audit/audit.ts'
import type { TenantId, WebhookId } from '../../core/ids.ts'
import type { DeliveryQueue, TakenDelivery } from '../../core/webhooks/webhook.ts'
import type { Wrap } from '../../core/wrap.ts'
import { type EventRow, toEvent } from '../events/events.ts'
import { candidates, firstFree } from '../sql/first-free.ts'
import type { Client, Store } from '../sql/store.ts'
import { settleDeliveries } from './settle-deliveries.ts'
import { answeringOf, secretContext } from './webhooks.ts'

/** Deliveries taken at once, and how often before the first of them is settled: by half of the senders of a single server. */
const atOnce = 16
const underWay = 2

/** Seconds; a request ends after fifteen. */
const holdFor = 25

/** What is held for far longer than that was held before the database's clock was set back. */
const isHeld = `held_until between now() and now() + interval '2 minutes'`

/** Something was tried at a time that is to come: the clock was set back since. */
const isSetBack = `webhook.tried_at > business_now() + interval '2 minutes'`

const isDueBy = (moment: string) => `due.state = 'waiting' and due.due_at <= ${moment}
  and (due.held_until is null or not due.${isHeld})`
const isDue = isDueBy(`case when ${isSetBack} then 'infinity' else business_now() end`)

const isWaitedFor = (tenant: string) => `webhook.state <> 'disabled'
  and exists (select from webhook_delivery as due where due.tenant_id = ${tenant}
    and due.webhook_id = webhook.webhook_id and ${isDue} and (webhook.state = 'active' or due.verifies))
  and (select count(distinct held.held_until) from webhook_delivery as held where held.tenant_id = ${tenant}
    and held.state = 'waiting' and held.${isHeld}) < ${underWay}`

/** Of each tenant the webhook that has waited longest, and when the tenant had its last turn. */
const firstOfEach = `select distinct on (tenant_id) tenant_id, webhook_id, tenant_taken_at
  from (select *, max(taken_at) over (partition by tenant_id) as tenant_taken_at from webhook) as webhook
  where ${isWaitedFor('webhook.tenant_id')} order by tenant_id, taken_at nulls first`

const choose = `select tenant_id, webhook_id from (${firstOfEach}) as first
  order by tenant_taken_at nulls first limit ${candidates}`

/** A statement before the others, which see what the last holder has taken. */
const alone = `select pg_try_advisory_xact_lock(hashtextextended('webhooks ' || $1, 0)) as free`

const hold = `select ${isSetBack} as set_back from webhook where tenant_id = $1 and webhook_id = $2 and ${isWaitedFor('$1')} for update skip locked`

/** Of before the clock was set back nobody knows how long it has waited. */
const letGo = `update webhook_delivery set due_at = business_now()
  where tenant_id = $1 and webhook_id = $2 and state = 'waiting' and due_at > business_now()`

const mark =
  'update webhook set taken_at = now(), tried_at = business_now() where tenant_id = $1 and webhook_id = $2'

/** By now nothing waits for a time before the clock was set back. */
const take = `update webhook_delivery as delivery set held_until = now() + make_interval(secs => ${holdFor})
  where delivery.tenant_id = $1 and delivery.webhook_id = $2 and delivery.event_id in (
    select due.event_id from webhook_delivery as due
    join webhook on webhook.tenant_id = $1 and webhook.webhook_id = due.webhook_id
    where due.tenant_id = $1 and due.webhook_id = $2 and ${isDueBy('business_now()')} and (webhook.state = 'active' or due.verifies)
    order by due.due_at, due.event_id limit ${atOnce} for update of due skip locked)
  returning event_id, attempts`

const read = `select event.*, webhook.webhook_id, webhook.url, webhook.private_network, webhook.secret,
    webhook.event_types, webhook.created_by, webhook.answered_by, webhook.granted, webhook.revision,
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
  event_types: string[]
  created_by: string
  answered_by: AuditActor | null
  granted: string[] | null
  revision: number
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

/** Nothing: another runner takes for the tenant, or has just taken what was due. */
async function takeOf(
  client: Client,
  { tenant_id, webhook_id }: Webhook,
): Promise<readonly Row[] | undefined> {
  const of = [tenant_id, webhook_id]
  const { rows: locks } = await client.query<{ free: boolean }>({
    name: 'webhook-alone',
    text: alone,
    values: [tenant_id],
  })
  if (locks[0]?.free !== true) return undefined
  const { rows: held } = await client.query<{ set_back: boolean | null }>({
    name: 'webhook-hold',
    text: hold,
    values: of,
  })
  if (held[0] === undefined) return undefined
  if (held[0].set_back) await client.query(letGo, of)
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
    eventTypes: row.event_types,
    createdBy: row.created_by,
    revision: row.revision,
    ...answeringOf(row),
    privateNetwork: row.private_network,
    secrets: secrets.flatMap((each) => readable(wrap, each, row.webhook_id)),
    event: toEvent(row),
    attempts: row.attempts,
  }
}

/** One that cannot be decrypted is its own webhook's trouble, which its deliveries report. */
function readable(wrap: Wrap, secret: Buffer, webhookId: string): Buffer[] {
  try {
    return [Buffer.from(wrap.unwrap(secret, secretContext(webhookId)))]
  } catch {
    return []
  }
}
