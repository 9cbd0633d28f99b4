/** What the routes of webhooks need, and the webhook that a request names. */
import { ids } from '../../../core/id-kinds.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import { describe, describeAll } from '../../../core/webhooks/described.ts'
import { findWebhook, type WebhookDeps } from '../../../core/webhooks/manage-webhooks.ts'
import type { Webhook } from '../../../core/webhooks/webhook.ts'
import type { Input } from '../../http/route.ts'
import { presentWebhook } from './webhook-contract.ts'

export type WebhookRouteDeps = WebhookDeps & {
  readonly tenants: Pick<Tenants, 'find'>
  /** Deliveries may be due. */
  readonly onEvent: () => void
}

export async function presentedAll(
  { standing }: Pick<WebhookDeps, 'standing'>,
  webhooks: readonly Webhook[],
) {
  return { value: (await describeAll(standing, webhooks)).map(presentWebhook) }
}

export async function presented({ standing }: Pick<WebhookDeps, 'standing'>, webhook: Webhook) {
  return presentWebhook(await describe(standing, webhook))
}

export function named({ ports, caller, parameter }: Input<WebhookRouteDeps>) {
  return findWebhook(ports.webhooks, caller.tenantId, parameter('id', ids.webhook))
}
