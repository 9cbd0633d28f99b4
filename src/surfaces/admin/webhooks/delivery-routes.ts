/** What became of a webhook's events, and sending them again. */
import { ids } from '../../../core/id-kinds.ts'
import { replayDeliveries, sendOwnEvent } from '../../../core/webhooks/manage-webhooks.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  deliveryPage,
  deliveryQuery,
  presentDelivery,
  replayAnswer,
  replayRequest,
  webhookAnswer,
} from './webhook-contract.ts'
import { named, presented, type WebhookRouteDeps } from './webhook-ports.ts'

const route = routesWith<WebhookRouteDeps>()
const audit = { category: 'Tenant', resource: 'Webhook' } as const

export const deliveryRoutes: readonly Route<WebhookRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    permission: 'webhooks.read',
    summary: 'What became of its events, newest first.',
    query: deliveryQuery,
    answer: deliveryPage,
    handle: async (input) => {
      const { state, cursor: before, limit } = input.query
      const page = { state, before, limit }
      const { rows, next } = await input.ports.webhooks.deliveries(await named(input), page)
      return { value: rows.map(presentDelivery), next: next ?? null }
    },
  }),
  route({
    method: 'POST',
    path: '/webhooks/:id/replay',
    permission: 'webhooks.write',
    audit: { ...audit, action: 'replay' },
    summary: 'Send again: events that were given up, some by id, or all since a time.',
    body: replayRequest,
    answer: replayAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const { eventIds, since } = body
      const id = parameter('id', ids.webhook)
      const which = { eventIds, since: since === undefined ? undefined : new Date(since) }
      const replayed = await replayDeliveries(ports.webhooks, caller, { id, ...which })
      ports.onEvent()
      return { replayed }
    },
  }),
  ownEvent('/webhooks/:id/test', 'webhook.test', 'Send the event webhook.test.'),
  ownEvent('/webhooks/:id/verify', 'webhook.verify', 'Send the first event once more.'),
]

function ownEvent(
  path: string,
  type: 'webhook.test' | 'webhook.verify',
  summary: string,
): Route<WebhookRouteDeps> {
  return route({
    method: 'POST',
    path,
    permission: 'webhooks.write',
    audit: { ...audit, action: type === 'webhook.test' ? 'test' : 'verify' },
    summary,
    answer: webhookAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.webhook)
      const webhook = await sendOwnEvent(ports.webhooks, caller, { id, type })
      ports.onEvent()
      return await presented(ports, webhook)
    },
  })
}
