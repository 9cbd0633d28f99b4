/**
 * Sends events to webhooks. At least once each: a delivery counts as done when its receiver has said so, and what a
 * stopped server was sending is sent again with the same id.
 */
import { mayRead } from '../events/event-readers.ts'
import { eventTypes } from '../events/event-types.ts'
import { bodyOf } from '../events/events.ts'
import type { Outbound } from '../outbound.ts'
import type { Standing } from '../standing/standing.ts'
import { mayDeliver, nameOfAnswering, type Reach, reachOf } from './answering.ts'
import { signedHeaders } from './signature.ts'
import type { DeliveryQueue, Outcome, TakenDelivery } from './webhook.ts'

/** Waits after each failure, in seconds; after the last one the delivery is dead. [documented: standard-webhooks.md] */
export const retrySeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/** How much longer a wait may be, so that what failed together does not come back together. */
const jitter = 0.1

const maxErrorLength = 300

export type SendDeps = {
  readonly queue: DeliveryQueue
  readonly standing: Standing
  readonly outbound: Outbound
  /** Hosts that receivers may have; absent = any. */
  readonly hosts?: readonly string[] | undefined
}

/** False: nothing is due. */
export async function sendDueDeliveries(deps: SendDeps): Promise<boolean> {
  const taken = await deps.queue.take()
  const [first] = taken
  if (first === undefined) return false
  // All are of one webhook.
  const reach = await reachOf(deps.standing, first)
  await deps.queue.settle(await Promise.all(taken.map((each) => settled(deps, reach, each))))
  return true
}

/** Sent, if the account that answers for the webhook may read it now. */
async function settled(deps: SendDeps, reach: Reach, delivery: TakenDelivery): Promise<Outcome> {
  const { type } = delivery.event
  const name = nameOfAnswering(delivery)
  if (!mayDeliver(delivery, reach))
    return kept(
      delivery,
      'unanswered',
      `${name}, who answers for it, may read none of its events any more`,
    )
  if (!Object.hasOwn(eventTypes, type))
    return outcomeOf(delivery, null, 'this server is older than the event')
  if (!mayRead(reach.meant, type)) return kept(delivery, 'not-meant', null)
  if (!mayRead(reach.now, type))
    return kept(delivery, 'withheld', `${name}, who answers for it, may not read it any more`)
  return await send(deps, delivery)
}

function kept(
  { tenantId, webhookId, url, revision, event }: TakenDelivery,
  result: Outcome['result'],
  error: string | null,
): Outcome {
  const of = { tenantId, webhookId, url, revision, eventId: event.id }
  return { ...of, status: null, error, result, afterSeconds: 0 }
}

async function send({ outbound, hosts }: SendDeps, delivery: TakenDelivery): Promise<Outcome> {
  const { url, privateNetwork, secrets, event } = delivery
  const body = JSON.stringify(bodyOf(event))
  // Real time: receivers refuse what is five minutes old, whatever an emulator's clock says.
  const timestamp = Math.floor(Date.now() / 1_000)
  const headers = signedHeaders(secrets, { id: event.id, timestamp, body })
  try {
    if (secrets.length === 0) throw new Error('its secret cannot be decrypted: rotate it')
    if (!isListed(url, hosts)) throw new Error('its host is not in TAXIWAY_WEBHOOK_HOSTS')
    const request = new Request(url, { method: 'POST', headers, body })
    const { status } = await outbound.fetch(request, { privateNetwork })
    return outcomeOf(delivery, status, null)
  } catch (error) {
    return outcomeOf(delivery, null, messageOf(error))
  }
}

export function isListed(url: string, hosts: SendDeps['hosts']): boolean {
  if (hosts === undefined) return true
  const { host, hostname } = new URL(url)
  return hosts.includes(host) || hosts.includes(hostname)
}

function outcomeOf(
  { tenantId, webhookId, url, revision, event, attempts }: TakenDelivery,
  status: number | null,
  error: string | null,
): Outcome {
  const wait = retrySeconds[attempts]
  const isDone = status !== null && status >= 200 && status < 300
  const given = { tenantId, webhookId, url, revision, eventId: event.id, status }
  const said = error ?? (isDone ? null : `answered ${status}`)
  const failed = status === 410 ? 'gone' : wait === undefined ? 'dead' : 'retry'
  return {
    ...given,
    error: said,
    result: isDone ? 'delivered' : failed,
    afterSeconds: (wait ?? 0) * (1 + jitter * Math.random()),
  }
}

function messageOf(error: unknown): string {
  const { message } = error as Error
  const cause = error instanceof AggregateError ? (error.errors[0] as Error).message : message
  return (cause || String(error)).slice(0, maxErrorLength)
}
