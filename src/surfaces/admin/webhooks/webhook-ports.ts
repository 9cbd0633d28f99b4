/** What the routes of webhooks need, and the webhook that a request names. */
import { ids } from '../../../core/id-kinds.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import { findWebhook, type WebhookDeps } from '../../../core/webhooks/manage-webhooks.ts'
import type { Input } from '../../http/route.ts'

export type WebhookRouteDeps = WebhookDeps & {
  readonly tenants: Pick<Tenants, 'find'>
  /** Deliveries may be due. */
  readonly onEvent: () => void
}

export function named({ ports, caller, parameter }: Input<WebhookRouteDeps>) {
  return findWebhook(ports.webhooks, caller.tenantId, parameter('id', ids.webhook))
}
