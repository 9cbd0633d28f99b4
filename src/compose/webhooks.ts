/** Webhooks: storage for their routes, and what sends to them. */
import { sendDueDeliveries } from '../core/webhooks/send-deliveries.ts'
import type { Store } from '../storage/sql/store.ts'
import { deliveryQueueIn } from '../storage/webhooks/delivery-queue.ts'
import { webhooksIn } from '../storage/webhooks/webhooks.ts'
import type { Base } from './base.ts'

export function webhookPortsIn(
  unit: Store,
  { wrap, outbound, webhookHosts, onEvent = () => undefined }: Base,
) {
  return { webhooks: webhooksIn(unit, wrap), outbound, webhookHosts, onEvent }
}

/** Sends some deliveries; false if none is due. */
export function deliverySender({ store, wrap, outbound, webhookHosts }: Base) {
  const queue = deliveryQueueIn(store, wrap)
  return () => sendDueDeliveries({ queue, outbound, hosts: webhookHosts })
}
