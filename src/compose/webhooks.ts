/** Webhooks: storage for their routes, and what sends to them. */
import { accessBy } from '../core/access/decide.ts'
import { sendDueDeliveries } from '../core/webhooks/send-deliveries.ts'
import { rolesIn } from '../storage/access/roles.ts'
import type { Store } from '../storage/sql/store.ts'
import { deliveryQueueIn } from '../storage/webhooks/delivery-queue.ts'
import { webhooksIn } from '../storage/webhooks/webhooks.ts'
import type { Base } from './base.ts'
import { standingIn } from './ports/standing-ports.ts'

export function webhookPortsIn(
  unit: Store,
  { wrap, outbound, webhookHosts, onEvent = () => undefined }: Base,
) {
  const standing = standingIn(unit, { access: accessBy(rolesIn(unit)) })
  return { webhooks: webhooksIn(unit, wrap), standing, outbound, webhookHosts, onEvent }
}

/** Sends some deliveries; false if none is due. */
export function deliverySender({ store, wrap, access, outbound, webhookHosts }: Base) {
  const queue = deliveryQueueIn(store, wrap)
  const standing = standingIn(store, { access })
  return () => sendDueDeliveries({ queue, standing, outbound, hosts: webhookHosts })
}
