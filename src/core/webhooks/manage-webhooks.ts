/** Adding, changing and removing webhooks. Whether an address may be asked is decided anew for every connection. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TenantId, WebhookId } from '../ids.ts'
import type { Outbound } from '../outbound.ts'
import type { Standing } from '../standing/standing.ts'
import { newUuid } from '../uuid.ts'
import { answeringBy, nameOfAnswering, reachOf } from './answering.ts'
import { isListed } from './send-deliveries.ts'
import { newWebhookSecret, secretText } from './signature.ts'
import type { NetworkMark, Replay, Webhook, WebhookSettings, Webhooks } from './webhook.ts'

export type WebhookDeps = {
  readonly webhooks: Webhooks
  readonly access: Pick<Access, 'all'>
  readonly standing: Standing
  readonly outbound: Pick<Outbound, 'placeOf'>
  /** Hosts that receivers may have; absent = any. */
  readonly webhookHosts?: readonly string[] | undefined
}

const maxWebhooks = 50

export async function addWebhook(
  deps: WebhookDeps,
  caller: Caller,
  settings: WebhookSettings,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const { webhooks } = deps
  const { tenantId } = caller
  const url = checkedUrl(deps, settings.url)
  if ((await webhooks.list(tenantId)).length >= maxWebhooks)
    throw new DomainError(
      'conflict',
      `A tenant has at most ${maxWebhooks} webhooks. Remove one first.`,
    )
  const answering = await answeringBy(deps.access, caller, settings)
  const id = newUuid() as WebhookId
  const secret = newWebhookSecret()
  const createdBy = nameOfCaller(caller)
  await webhooks.add({ ...settings, url, id, tenantId, secret, createdBy, answering })
  await webhooks.sendOwn({ tenantId, id, actingIn: tenantId }, 'webhook.verify')
  const webhook = await findWebhook(webhooks, tenantId, id)
  note(webhook, undefined)
  return { webhook, secret: secretText(secret) }
}

export async function changeWebhook(
  deps: WebhookDeps,
  caller: Caller,
  {
    id,
    enabled,
    ...change
  }: Partial<WebhookSettings> & { readonly id: WebhookId; readonly enabled?: boolean | undefined },
): Promise<Webhook> {
  const { webhooks } = deps
  const { tenantId } = caller
  const before = await findWebhook(webhooks, tenantId, id)
  const url = change.url === undefined ? before.url : checkedUrl(deps, change.url)
  const { eventTypes = before.eventTypes, description = before.description } = change
  const isAnswered = change.url === undefined && change.eventTypes === undefined && enabled !== true
  if (!isAnswered) {
    const { now: soFar } = await reachOf(deps.standing, before)
    const wasAll = before.eventTypes.includes('*')
    const wanted = { eventTypes, ...(wasAll && { soFar }) }
    await webhooks.answerFor(tenantId, id, await answeringBy(deps.access, caller, wanted))
  }
  await webhooks.update(tenantId, id, { url, eventTypes, description })
  if (enabled === false) await webhooks.setDisabled(tenantId, id, 'switched off')
  else if (enabled === true && before.state === 'disabled')
    await webhooks.setDisabled(tenantId, id, null)
  const after = await findWebhook(webhooks, tenantId, id)
  if (after.state === 'unverified')
    await webhooks.sendOwn({ tenantId, id, actingIn: tenantId }, 'webhook.verify')
  note(after, before)
  return after
}

export async function removeWebhook(
  webhooks: Webhooks,
  { tenantId }: Caller,
  id: WebhookId,
): Promise<void> {
  if (!(await webhooks.remove(tenantId, id))) throw noSuchWebhook()
}

/** The secret is shown only now. */
export async function rotateSecret(
  webhooks: Webhooks,
  { tenantId }: Caller,
  { id, overlapHours }: { readonly id: WebhookId; readonly overlapHours: number },
): Promise<{ readonly id: WebhookId; readonly secret: string }> {
  const webhook = await findWebhook(webhooks, tenantId, id)
  const secret = newWebhookSecret()
  await webhooks.rotate(webhook, secret, overlapHours)
  return { id, secret: secretText(secret) }
}

/** Returns how many are sent again. */
export async function replayDeliveries(
  webhooks: Webhooks,
  { tenantId }: Caller,
  { id, ...replay }: Replay & { readonly id: WebhookId },
): Promise<number> {
  return await webhooks.replay(await findWebhook(webhooks, tenantId, id), replay)
}

/** The first event once more, or a test. */
export async function sendOwnEvent(
  webhooks: Webhooks,
  { tenantId }: Caller,
  { id, type }: { readonly id: WebhookId; readonly type: 'webhook.verify' | 'webhook.test' },
): Promise<Webhook> {
  const webhook = await findWebhook(webhooks, tenantId, id)
  if (webhook.state === 'disabled')
    throw new DomainError('conflict', 'This webhook is disabled. Enable it first.')
  await webhooks.sendOwn({ tenantId, id, actingIn: tenantId }, type)
  return webhook
}

/** Throws `conflict` if the URL is not the one that the operator reviewed. */
export async function markWebhookNetwork(webhooks: Webhooks, mark: NetworkMark): Promise<Webhook> {
  const { tenantId, id, url, allowed, actingIn } = mark
  const before = await findWebhook(webhooks, tenantId, id)
  if (!(await webhooks.markNetwork(mark)))
    throw new DomainError('conflict', `The webhook's URL is ${before.url}, not ${url}. Look again.`)
  if (allowed && before.state === 'unverified')
    await webhooks.sendOwn({ tenantId, id, actingIn }, 'webhook.verify')
  const after = await findWebhook(webhooks, tenantId, id)
  note(after, before)
  return after
}

export async function findWebhook(
  webhooks: Pick<Webhooks, 'find'>,
  tenantId: TenantId,
  id: WebhookId,
): Promise<Webhook> {
  const webhook = await webhooks.find(tenantId, id)
  if (webhook === undefined) throw noSuchWebhook()
  return webhook
}

/** As it is stored and asked. */
function checkedUrl({ outbound, webhookHosts }: WebhookDeps, text: string): string {
  const url = new URL(text)
  if (outbound.placeOf(url.hostname) === 'never')
    throw new DomainError(
      'request-invalid',
      `${url.host} is an address that is never asked: it is reserved, or belongs to the machine itself.`,
    )
  if (!isListed(url.href, webhookHosts))
    throw new DomainError(
      'request-invalid',
      `${url.host} is not among the hosts that the operator lists in TAXIWAY_WEBHOOK_HOSTS.`,
    )
  return url.href
}

function note(after: Webhook, before: Webhook | undefined): void {
  const shown = (webhook: Webhook | undefined) =>
    webhook && {
      url: webhook.url,
      eventTypes: webhook.eventTypes.join(' '),
      state: webhook.state,
      privateNetwork: String(webhook.privateNetwork),
      answeredBy: nameOfAnswering(webhook),
    }
  const [now, then] = [shown(after), shown(before)]
  noteAudit({
    type: 'Webhook',
    id: after.id,
    name: after.description || new URL(after.url).host,
    properties: Object.entries(now ?? {})
      .map(([name, value]) => ({
        name,
        before: then?.[name as keyof typeof then] ?? null,
        after: value,
      }))
      .filter((each) => each.before !== each.after),
  })
}

function noSuchWebhook(): DomainError {
  return new DomainError('not-found', 'There is no such webhook.')
}
