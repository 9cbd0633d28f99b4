/** What became of deliveries, and what that says of their webhook. */
import { newUuid } from '../../core/uuid.ts'
import type { Outcome } from '../../core/webhooks/webhook.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Client } from '../sql/store.ts'
import { forgetProofs } from './webhooks.ts'

/** Milliseconds. Asked first, since what is added to it differs from row to row. */
async function databaseNow(client: Client): Promise<number> {
  const { rows } = await client.query<{ now: Date }>('select business_now() as now')
  return rows[0]?.now.getTime() ?? Date.now()
}

/** All of one webhook. */
export async function settleDeliveries(
  client: Client,
  outcomes: readonly Outcome[],
): Promise<void> {
  const [first] = outcomes
  if (first === undefined) return
  const { tenantId, webhookId, url } = first
  const of = [tenantId, webhookId]
  const now = await databaseNow(client)
  const notMeant = outcomes.filter(({ result }) => result === 'not-meant')
  if (notMeant.length > 0) await forget(client, of, notMeant)
  await client.query(
    `update webhook_delivery as delivery set
       state = case outcome.result when 'delivered' then 'delivered' when 'dead' then 'dead' when 'withheld' then 'dead'
         else 'waiting' end,
       attempts = delivery.attempts + case when outcome.result in ('withheld', 'unanswered') then 0 else 1 end, held_until = null, last_at = business_now(),
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
  if (outcomes.some(({ result }) => result === 'gone'))
    await disable(client, first, { reason: 'its receiver answered 410', by: 'by its receiver' })
  const unanswered = outcomes.find(({ result }) => result === 'unanswered')
  if (unanswered !== undefined)
    await disable(client, first, { reason: unanswered.error ?? '', by: 'with its account' })
}

/** Events that somebody who follows all of them could never read. */
async function forget(
  client: Client,
  of: readonly string[],
  outcomes: readonly Outcome[],
): Promise<void> {
  await client.query(
    'delete from webhook_delivery where tenant_id = $1 and webhook_id = $2 and event_id = any($3::uuid[])',
    [...of, outcomes.map(({ eventId }) => eventId)],
  )
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

/**
 * A receiver that answers 410 wants nothing more, and nothing is sent that its account may not read; what is waiting stays,
 * should it be enabled again. What was changed meanwhile is judged at the next delivery.
 */
async function disable(
  client: Client,
  { tenantId, webhookId, revision }: Outcome,
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<void> {
  const { rowCount } = await client.query(
    `update webhook set state = 'disabled', disabled_reason = $4
     where tenant_id = $1 and webhook_id = $2 and revision = $3 and state <> 'disabled'`,
    [tenantId, webhookId, revision, reason],
  )
  if (rowCount === 0) return
  await appendAudit(client, tenantId, [
    {
      category: 'Tenant',
      activity: `Webhook disabled ${by}`,
      operation: 'Action',
      result: 'Success',
      actor: { kind: 'system', job: 'webhooks' },
      correlationId: newUuid(),
      resources: [{ type: 'Webhook', id: webhookId }],
    },
  ])
}
