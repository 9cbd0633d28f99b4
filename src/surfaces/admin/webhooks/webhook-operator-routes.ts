/**
 * Webhooks in the private network. An administrator names addresses, but only the platform operator knows what else is
 * there.
 */
import { ids } from '../../../core/id-kinds.ts'
import type { WebhookId } from '../../../core/ids.ts'
import { markWebhookNetwork } from '../../../core/webhooks/manage-webhooks.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { tenantNamed } from '../tenants/tenant-named.ts'
import { networkRequest, webhookAnswer } from './webhook-contract.ts'
import { presented, presentedAll, type WebhookRouteDeps } from './webhook-ports.ts'

const route = routesWith<WebhookRouteDeps>()
const audit = { category: 'Tenant', resource: 'Webhook' } as const

export const webhookOperatorRoutes: readonly Route<WebhookRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/tenants/:tenant/webhooks',
    permission: 'tenants.read',
    summary: 'The webhooks of any tenant, named by id or domain.',
    answer: listOf(webhookAnswer),
    handle: async (input) =>
      await presentedAll(input.ports, await input.ports.webhooks.list(await tenantOf(input))),
  }),
  route({
    method: 'PUT',
    path: '/tenants/:tenant/webhooks/:id/private-network',
    permission: 'tenants.write',
    audit: { ...audit, action: 'private-network' },
    summary: 'Let a webhook with this URL be in the private network, or no longer.',
    body: networkRequest,
    answer: webhookAnswer,
    handle: async (input) => {
      const { ports, body, parameter } = input
      const tenantId = await tenantOf(input)
      const id: WebhookId = parameter('id', ids.webhook)
      const { href: url } = new URL(body.url)
      const { tenantId: actingIn } = input.caller
      const mark = { tenantId, id, url, allowed: body.allowed, actingIn }
      const webhook = await markWebhookNetwork(ports.webhooks, mark)
      ports.onEvent()
      return await presented(ports, webhook)
    },
  }),
]

function tenantOf({ ports, parameter }: Input<WebhookRouteDeps>) {
  return tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
}
