/** Webhooks of the tenant, and what operators decide about those in the private network. */
import { ids, type WebhookId } from '../../../core/ids.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import {
  addWebhook,
  changeWebhook,
  findWebhook,
  markWebhookNetwork,
  removeWebhook,
  replayDeliveries,
  rotateSecret,
  sendOwnEvent,
  type WebhookDeps,
} from '../../../core/webhooks/manage-webhooks.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { tenantNamed } from '../tenant-named.ts'
import {
  deliveryPage,
  deliveryQuery,
  networkRequest,
  newWebhookAnswer,
  presentDelivery,
  presentWebhook,
  replayAnswer,
  replayRequest,
  rotateRequest,
  secretAnswer,
  webhookAnswer,
  webhookChange,
  webhookRequest,
} from './webhook-contract.ts'

export type WebhookRouteDeps = WebhookDeps & {
  readonly tenants: Pick<Tenants, 'find'>
  /** Deliveries may be due. */
  readonly onEvent: () => void
}

const route = routesWith<WebhookRouteDeps>()
const audit = { category: 'Tenant', resource: 'Webhook' } as const

const settingsRoutes: readonly Route<WebhookRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/webhooks',
    permission: 'webhooks.read',
    summary: 'Addresses that events of the tenant are sent to; never their secrets.',
    answer: listOf(webhookAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await ports.webhooks.list(caller.tenantId)).map(presentWebhook),
    }),
  }),
  route({
    method: 'POST',
    path: '/webhooks',
    permission: 'webhooks.write',
    audit,
    summary:
      'Send events to one more address. The secret is shown only now; the first event, webhook.verify, has to be answered with 2xx.',
    body: webhookRequest,
    status: 201,
    answer: newWebhookAnswer,
    handle: async ({ ports, caller, body }) => {
      const { webhook, secret } = await addWebhook(ports, caller, body)
      ports.onEvent()
      return { ...presentWebhook(webhook), secret }
    },
  }),
  route({
    method: 'GET',
    path: '/webhooks/:id',
    permission: 'webhooks.read',
    summary: 'One of them.',
    answer: webhookAnswer,
    version: async (input) => `"${(await named(input)).revision}"`,
    handle: async (input) => presentWebhook(await named(input)),
  }),
  route({
    method: 'PATCH',
    path: '/webhooks/:id',
    permission: 'webhooks.write',
    audit,
    summary: 'Change a webhook. Another URL has to prove itself again.',
    body: webhookChange,
    answer: webhookAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const { url, eventTypes, description, enabled } = body
      const change = { enabled, ...given({ url, eventTypes, description }) }
      const id = parameter('id', ids.webhook)
      const changed = await changeWebhook(ports, caller, { ...change, id })
      ports.onEvent()
      return presentWebhook(changed)
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

const deliveryRoutes: readonly Route<WebhookRouteDeps>[] = [
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
      return presentWebhook(webhook)
    },
  })
}

/** An administrator names addresses, but only the platform operator knows what else is in the private network. */
const operatorRoutes: readonly Route<WebhookRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/tenants/:tenant/webhooks',
    permission: 'tenants.read',
    summary: 'The webhooks of any tenant, named by id or domain.',
    answer: listOf(webhookAnswer),
    handle: async (input) => ({
      value: (await input.ports.webhooks.list(await tenantOf(input))).map(presentWebhook),
    }),
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
      return presentWebhook(webhook)
    },
  }),
]

export const webhookRoutes = [...operatorRoutes, ...settingsRoutes, ...deliveryRoutes]

function named({ ports, caller, parameter }: Input<WebhookRouteDeps>) {
  return findWebhook(ports.webhooks, caller.tenantId, parameter('id', ids.webhook))
}

function tenantOf({ ports, parameter }: Input<WebhookRouteDeps>) {
  return tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
}

function given<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }
}
