/** Webhooks: addresses that a tenant's events are sent to, signed as Standard Webhooks 1.0.0 has it. */
import type { Permission } from '../access/permissions.ts'
import type { AuditActor } from '../audit/audit.ts'
import type { RegistryEvent } from '../events/events.ts'
import type { TenantId, WebhookId } from '../ids.ts'

export type WebhookState =
  /** Its receiver has not answered the first event yet, and gets nothing else. */
  'unverified' | 'active' | 'disabled'

/** The account that a webhook's deliveries may not exceed, and what it could read when it took that on. */
export type Answering = {
  readonly actor: AuditActor
  readonly granted: readonly Permission[]
}

export type Webhook = {
  readonly id: WebhookId
  readonly tenantId: TenantId
  readonly url: string
  /** `*` = all. */
  readonly eventTypes: readonly string[]
  readonly description: string
  readonly state: WebhookState
  readonly disabledReason: string | null
  /** An operator of the installation has allowed this URL to be in the private network. */
  readonly privateNetwork: boolean
  readonly createdBy: string
  /** Absent: from before this was kept; the account that added it answers. */
  readonly answering?: Answering | undefined
  readonly createdAt: Date
  readonly verifiedAt: Date | null
  /** Until then the previous secret signs too. */
  readonly previousUntil: Date | null
  /** Counts what editors change. */
  readonly revision: number
  /** Deliveries by state. */
  readonly waiting: number
  readonly dead: number
}

export type WebhookSettings = Pick<Webhook, 'url' | 'eventTypes' | 'description'>

export type NewWebhook = WebhookSettings &
  Pick<Webhook, 'id' | 'tenantId' | 'createdBy' | 'answering'> & { readonly secret: Buffer }

export type Delivery = {
  readonly eventId: string
  readonly type: string
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly attempts: number
  readonly createdAt: Date
  /** When it is sent next; null: never again. */
  readonly dueAt: Date | null
  readonly lastAt: Date | null
  readonly lastStatus: number | null
  readonly lastError: string | null
}

export type DeliveryPage = {
  readonly rows: readonly Delivery[]
  /** The id of the event to continue before. */
  readonly next: string | undefined
}

/** Which events are sent again: those given up, those named, or all since a time. */
export type Replay = {
  readonly eventIds?: readonly string[] | undefined
  readonly since?: Date | undefined
}

/** An operator's decision about one URL in the private network. */
export type NetworkMark = {
  readonly tenantId: TenantId
  readonly id: WebhookId
  readonly url: string
  readonly allowed: boolean
  /** The operator's own tenant. */
  readonly actingIn: TenantId
}

export type Webhooks = {
  list(tenantId: TenantId): Promise<readonly Webhook[]>
  find(tenantId: TenantId, id: WebhookId): Promise<Webhook | undefined>
  add(webhook: NewWebhook): Promise<void>
  /** Another URL has to prove itself again, and is not in the private network unless an operator allows that too. */
  update(tenantId: TenantId, id: WebhookId, settings: WebhookSettings): Promise<void>
  answerFor(tenantId: TenantId, id: WebhookId, answering: Answering): Promise<void>
  /** Disabled for that reason, or asked to verify again. */
  setDisabled(tenantId: TenantId, id: WebhookId, reason: string | null): Promise<void>
  /** False: there is none. */
  remove(tenantId: TenantId, id: WebhookId): Promise<boolean>
  /** How long the old one signs beside it. */
  rotate(webhook: Webhook, secret: Buffer, overlapHours: number): Promise<void>
  /** False: the webhook has another URL. */
  markNetwork(mark: NetworkMark): Promise<boolean>
  /** Sends an event to it alone: the first one, which verifies it, or a test. `actingIn`: the tenant of the caller. */
  sendOwn(
    webhook: Pick<Webhook, 'tenantId' | 'id'> & { readonly actingIn: TenantId },
    type: 'webhook.verify' | 'webhook.test',
  ): Promise<void>
  deliveries(
    webhook: Webhook,
    query: { state?: Delivery['state'] | undefined; before?: string | undefined; limit: number },
  ): Promise<DeliveryPage>
  /** How many are sent again. */
  replay(webhook: Webhook, replay: Replay): Promise<number>
}

/** A delivery that a server has taken to send it. */
export type TakenDelivery = Pick<
  Webhook,
  'tenantId' | 'createdBy' | 'answering' | 'eventTypes' | 'revision'
> & {
  readonly webhookId: WebhookId
  readonly url: string
  readonly privateNetwork: boolean
  /** The first is the current one; none: it cannot be decrypted. */
  readonly secrets: readonly Buffer[]
  readonly event: RegistryEvent
  readonly attempts: number
}

export type Outcome = Pick<TakenDelivery, 'tenantId' | 'webhookId' | 'url' | 'revision'> & {
  readonly eventId: string
  readonly status: number | null
  readonly error: string | null
  /**
   * `withheld`: the account that answers may not read it any more; `not-meant`: it never could; `unanswered`: it may read
   * nothing any more.
   */
  readonly result: 'delivered' | 'retry' | 'dead' | 'gone' | 'withheld' | 'not-meant' | 'unanswered'
  /** Until the next attempt. */
  readonly afterSeconds: number
}

export type DeliveryQueue = {
  /** Some deliveries of one webhook, held for this server until they are settled or its time is up. */
  take(): Promise<readonly TakenDelivery[]>
  settle(outcomes: readonly Outcome[]): Promise<void>
}
