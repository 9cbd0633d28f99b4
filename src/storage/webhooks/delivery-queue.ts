/**
 * Deliveries that are due, shared by all servers on a database. A server holds what it sends for a few seconds longer
 * than a request may take; what a stopped server held is free again after that.
 */
import type { TenantId, WebhookId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import type { DeliveryQueue, Outcome, TakenDelivery } from '../../core/webhooks/webhook.ts'
import type { Wrap } from '../../core/wrap.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { type EventRow, toEvent } from '../events/events.ts'
import { candidates, firstFree } from '../sql/first-free.ts'
import type { Client, Store } from '../sql/store.ts'
import { forgetProofs, secretContext } from './webhooks.ts'

/** Deliveries taken at once, and those under way of one webhook: a slow receiver never occupies all senders. */
const atOnce = 16
const underWay = 32

/** Seconds; a request ends after fifteen. */
const holdFor = 25

const isDue = `due.state = 'waiting' and due.due_at <= business_now()
  and (due.held_until is null or due.held_until < now())`

const isWaitedFor = (tenant: string) => `webhook.state <> 'disabled'
  and exists (select from webhook_delivery as due where due.tenant_id = ${tenant}
    and due.webhook_id = webhook.webhook_id and ${isDue} and (webhook.state = 'active' or due.verifies))
  and (select count(*) from webhook_delivery as held where held.tenant_id = ${tenant}
    and held.webhook_id = webhook.webhook_id and held.state = 'waiting' and held.held_until > now()) < ${underWay}`

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
      await transaction(({ client }) => settle(client, outcomes))
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

/** Milliseconds. Asked first, since what is added to it differs from row to row. */
async function databaseNow(client: Client): Promise<number> {
  const { rows } = await client.query<{ now: Date }>('select business_now() as now')
  return rows[0]?.now.getTime() ?? Date.now()
}

/** All of one webhook. */
async function settle(client: Client, outcomes: readonly Outcome[]): Promise<void> {
  const [first] = outcomes
  if (first === undefined) return
  const { tenantId, webhookId, url } = first
  const of = [tenantId, webhookId]
  const now = await databaseNow(client)
  await client.query(
    `update webhook_delivery as delivery set
       state = case when outcome.result in ('delivered', 'dead') then outcome.result else 'waiting' end,
       attempts = delivery.attempts + 1, held_until = null, last_at = business_now(),
       last_status = outcome.status, last_error = outcome.error,
       due_at = outcome.due
     from unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::timestamptz[]) as outcome(event_id, result, status, error, due)
     where delivery.tenant_id = $1 and delivery.webhook_id = $2 and delivery.event_id = outcome.event_id
       and delivery.state = 'waiting'`,
    [
      ...of,
      outcomes.map(({ eventId }) => eventId),
      outcomes.map(({ result }) => result),
      outcomes.map(({ status }) => status),
      outcomes.map(({ error }) => error),
      outcomes.map(({ afterSeconds }) => new Date(now + afterSeconds * 1_000)),
    ],
  )
  const delivered = outcomes.filter(({ result }) => result === 'delivered')
  if (delivered.length > 0) await verify(client, of, { url, delivered })
  if (outcomes.some(({ result }) => result === 'gone')) await disable(client, first)
}

/** Unless it has got another URL meanwhile. */
async function verify(
  client: Client,
  of: readonly string[],
  { url, delivered }: { readonly url: string; readonly delivered: readonly Outcome[] },
): Promise<void> {
  const { rowCount } = await client.query(
    `update webhook set state = 'active', verified_at = business_now()
     where tenant_id = $1 and webhook_id = $2 and state = 'unverified' and url = $3 and exists (
       select from webhook_delivery as proof where proof.tenant_id = $1 and proof.webhook_id = $2
         and proof.verifies and proof.event_id = any($4::uuid[]))`,
    [...of, url, delivered.map(({ eventId }) => eventId)],
  )
  if (rowCount !== 0) await forgetProofs(client, of)
}

/** A receiver that answers 410 wants nothing more; what is waiting stays, should it be enabled again. */
async function disable(client: Client, { tenantId, webhookId, url }: Outcome): Promise<void> {
  const { rowCount } = await client.query(
    `update webhook set state = 'disabled', disabled_reason = 'its receiver answered 410'
     where tenant_id = $1 and webhook_id = $2 and url = $3 and state <> 'disabled'`,
    [tenantId, webhookId, url],
  )
  if (rowCount === 0) return
  await appendAudit(client, tenantId, [
    {
      category: 'Tenant',
      activity: 'Webhook disabled by its receiver',
      operation: 'Action',
      result: 'Success',
      actor: { kind: 'system', job: 'webhooks' },
      correlationId: newUuid(),
      resources: [{ type: 'Webhook', id: webhookId }],
    },
  ])
}
