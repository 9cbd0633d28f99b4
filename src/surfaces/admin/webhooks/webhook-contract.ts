/** Shapes of webhooks at `/admin/v1`. */
import type {
  NewWebhook,
  Page,
  WebhookDelivery,
  WebhookReplay,
  WebhookSecret,
  Webhook as WireWebhook,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { type EventType, followedTypes } from '../../../core/events/event-types.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { Described } from '../../../core/webhooks/described.ts'
import type { Delivery } from '../../../core/webhooks/webhook.ts'
import { idShape } from '../../http/id-shape.ts'

/** What a URL parser would leave out or repair is refused, so that the stored address is the one that was meant. */
const url = z
  .string()
  .max(2_048)
  .refine((text) => /^https:\/\/[\x21-\x7e]+$/i.test(text) && URL.canParse(text), {
    error: 'must be an https:// URL without blanks, control characters or letters beyond ASCII',
    abort: true,
  })
  .refine((text) => !/[@#\\]/.test(text), 'must have no user name, fragment or backslash')

const eventTypes = z
  .array(z.enum(['*', ...followedTypes] as ['*', ...EventType[]]))
  .min(1)
  .max(100)
const description = z.string().trim().max(256)

export const webhookRequest = z.strictObject({
  url,
  eventTypes: eventTypes.default(['*']),
  description: description.default(''),
})

export const webhookChange = z.strictObject({
  url: url.optional(),
  eventTypes: eventTypes.optional(),
  description: description.optional(),
  /** False disables it; true asks its receiver anew. */
  enabled: z.boolean().optional(),
})

export const rotateRequest = z.strictObject({
  /** How long the previous secret signs too. */
  overlapHours: z.int().min(0).max(168).default(24),
})

/** Neither: those given up. */
export const replayRequest = z
  .strictObject({
    eventIds: z.array(idShape(ids.record)).min(1).max(1_000).optional(),
    since: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ eventIds, since }) => eventIds === undefined || since === undefined, {
    error: 'has either eventIds or since, or neither',
  })

export const networkRequest = z.strictObject({
  /** The URL that the operator has reviewed. */
  url,
  allowed: z.boolean(),
})

export const deliveryQuery = z.strictObject({
  state: z.enum(['waiting', 'delivered', 'dead']).optional(),
  cursor: idShape(ids.record).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const webhookAnswer = z.object({
  id: z.string(),
  url: z.string(),
  eventTypes: z.array(z.string()),
  description: z.string(),
  state: z.enum(['unverified', 'active', 'disabled']),
  disabledReason: z.string().nullable(),
  privateNetwork: z.boolean(),
  createdBy: z.string(),
  answeredBy: z.string(),
  withheld: z.array(z.string()),
  createdDateTime: z.string(),
  verifiedDateTime: z.string().nullable(),
  previousSecretUntilDateTime: z.string().nullable(),
  waiting: z.number(),
  dead: z.number(),
}) satisfies z.ZodType<WireWebhook>

export const newWebhookAnswer = webhookAnswer.extend({
  secret: z.string(),
}) satisfies z.ZodType<NewWebhook>

export const secretAnswer = z.object({
  id: z.string(),
  secret: z.string(),
}) satisfies z.ZodType<WebhookSecret>

const deliveryAnswer = z.object({
  eventId: z.string(),
  type: z.string(),
  state: z.enum(['waiting', 'delivered', 'dead']),
  attempts: z.number(),
  createdDateTime: z.string(),
  dueDateTime: z.string().nullable(),
  lastDateTime: z.string().nullable(),
  lastStatus: z.number().nullable(),
  lastError: z.string().nullable(),
}) satisfies z.ZodType<WebhookDelivery>

export const deliveryPage = z.object({
  value: z.array(deliveryAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<WebhookDelivery>>

export const replayAnswer = z.object({ replayed: z.number() }) satisfies z.ZodType<WebhookReplay>

export function presentWebhook(webhook: Described): WireWebhook {
  const { id, url: address, description: text, state, disabledReason, privateNetwork } = webhook
  return {
    id,
    url: address,
    eventTypes: [...webhook.eventTypes],
    description: text,
    state,
    disabledReason,
    privateNetwork,
    createdBy: webhook.createdBy,
    answeredBy: webhook.answeredBy,
    withheld: [...webhook.withheld],
    createdDateTime: webhook.createdAt.toISOString(),
    verifiedDateTime: webhook.verifiedAt?.toISOString() ?? null,
    previousSecretUntilDateTime: webhook.previousUntil?.toISOString() ?? null,
    waiting: webhook.waiting,
    dead: webhook.dead,
  }
}

export function presentDelivery(delivery: Delivery): WebhookDelivery {
  const { createdAt, dueAt, lastAt, ...rest } = delivery
  return {
    ...rest,
    createdDateTime: createdAt.toISOString(),
    dueDateTime: dueAt?.toISOString() ?? null,
    lastDateTime: lastAt?.toISOString() ?? null,
  }
}
