/** Webhooks of the tenant: where its events are sent. */
import { ids } from '../../../core/id-kinds.ts'
import {
  addWebhook,
  changeWebhook,
  removeWebhook,
  rotateSecret,
} from '../../../core/webhooks/manage-webhooks.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { versioned } from '../../http/versions.ts'
import { listOf } from '../contract.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import {
  newWebhookAnswer,
  rotateRequest,
  secretAnswer,
  webhookAnswer,
  webhookChange,
  webhookRequest,
} from './webhook-contract.ts'
import { webhookOperatorRoutes } from './webhook-operator-routes.ts'
import { named, presented, presentedAll, type WebhookRouteDeps } from './webhook-ports.ts'

const route = routesWith<WebhookRouteDeps>()
const audit = { category: 'Tenant', resource: 'Webhook' } as const

function versionOf({ revision }: Awaited<ReturnType<typeof named>>): string {
  return `"${revision}"`
}

const settingsRoutes: readonly Route<WebhookRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/webhooks',
    permission: 'webhooks.read',
    summary: 'Addresses that events of the tenant are sent to; never their secrets.',
    answer: listOf(webhookAnswer),
    handle: async ({ ports, caller }) =>
      await presentedAll(ports, await ports.webhooks.list(caller.tenantId)),
  }),
  route({
    method: 'POST',
    path: '/webhooks',
    permission: 'webhooks.write',
    audit,
    alone: true,
    summary:
      'Send events that you may read to one more address. The secret is shown only now; the first event, webhook.verify, has to be answered with 2xx.',
    body: webhookRequest,
    status: 201,
    answer: newWebhookAnswer,
    handle: async ({ ports, caller, body }) => {
      const { webhook, secret } = await addWebhook(ports, caller, body)
      ports.onEvent()
      return { ...(await presented(ports, webhook)), secret }
    },
  }),
  route({
    method: 'GET',
    path: '/webhooks/:id',
    permission: 'webhooks.read',
    summary: 'One of them.',
    answer: webhookAnswer,
    version: async (input) => versionOf(await named(input)),
    handle: async (input) => {
      const webhook = await named(input)
      return versioned(await presented(input.ports, webhook), versionOf(webhook))
    },
  }),
  route({
    method: 'PATCH',
    path: '/webhooks/:id',
    permission: 'webhooks.write',
    audit,
    summary:
      'Change a webhook. Another URL has to prove itself again; who changes what is sent, or where, must be able to read it.',
    body: webhookChange,
    answer: webhookAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const { url, eventTypes, description, enabled } = body
      const change = { enabled, ...given({ url, eventTypes, description }) }
      const id = parameter('id', ids.webhook)
      const changed = await changeWebhook(ports, caller, { ...change, id })
      ports.onEvent()
      return await presented(ports, changed)
    },
  }),
  route({
    method: 'DELETE',
    path: '/webhooks/:id',
    permission: 'webhooks.write',
    audit,
    summary: 'Send it nothing more, and forget what was to be sent.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      removeWebhook(ports.webhooks, caller, parameter('id', ids.webhook)),
  }),
  route({
    method: 'POST',
    path: '/webhooks/:id/rotate-secret',
    permission: 'webhooks.write',
    audit: { ...audit, action: 'rotateSecret' },
    summary: 'A new secret, shown only now; the previous one signs beside it for a while.',
    body: rotateRequest,
    answer: secretAnswer,
    handle: async ({ ports, caller, body, parameter }) =>
      await rotateSecret(ports.webhooks, caller, { id: parameter('id', ids.webhook), ...body }),
  }),
]

export const webhookRoutes = [...webhookOperatorRoutes, ...settingsRoutes, ...deliveryRoutes]

function given<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }
}
