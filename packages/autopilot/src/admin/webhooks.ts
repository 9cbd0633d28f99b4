/** Webhooks: addresses that a tenant's events are sent to. */

export type Webhook = {
  readonly id: string
  readonly url: string
  /** `*` = all. */
  readonly eventTypes: readonly string[]
  readonly description: string
  /** `unverified`: its receiver has not answered the first event yet, and gets nothing else. */
  readonly state: 'unverified' | 'active' | 'disabled'
  readonly disabledReason: string | null
  /** Whether an operator allows this URL to be in the private network. */
  readonly privateNetwork: boolean
  readonly createdBy: string
  /** The account that answers for it: it delivers no more than this account may read. */
  readonly answeredBy: string
  /** Types that it was to deliver and does not, since that account may not read them any more. */
  readonly withheld: readonly string[]
  readonly createdDateTime: string
  readonly verifiedDateTime: string | null
  /** Until then the previous secret signs too. */
  readonly previousSecretUntilDateTime: string | null
  /** Deliveries that are still to be made, and those given up. */
  readonly waiting: number
  readonly dead: number
}

/** The secret is shown only now. */
export type NewWebhook = Webhook & { readonly secret: string }

export type WebhookSecret = { readonly id: string; readonly secret: string }

export type WebhookDelivery = {
  readonly eventId: string
  readonly type: string
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly attempts: number
  readonly createdDateTime: string
  /** When it is sent next; null: never again. */
  readonly dueDateTime: string | null
  readonly lastDateTime: string | null
  readonly lastStatus: number | null
  readonly lastError: string | null
}

export type WebhookReplay = { readonly replayed: number }
