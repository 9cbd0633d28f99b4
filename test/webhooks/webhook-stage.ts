/** A server that sends webhooks, and a receiver. */
import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { platformRoles } from '../../src/core/access/permissions.ts'
import type { DeliveryQueue } from '../../src/core/webhooks/webhook.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { deliveryQueueIn } from '../../src/storage/webhooks/delivery-queue.ts'
import { laptop } from '../support/machines.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { type Receiver, startReceiver } from './receiver.ts'

export let registry: Awaited<ReturnType<typeof openRegistry>>
export let receiver: Receiver
export let client: Client
export let operator: Client
export let queue: DeliveryQueue
export let machines = 0

const wrap = wrapWith(randomBytes(32))

export async function openStage() {
  ;[registry, receiver] = await Promise.all([openRegistry(undefined, { wrap }), startReceiver()])
  queue = deliveryQueueIn(registry.store, wrap)
  operator = await registry.newTenant(platformRoles)
}

export async function beginTest() {
  client = await registry.newTenant()
  receiver.received.length = 0
  receiver.failWith(() => undefined)
}

export async function sendAll(): Promise<void> {
  while (await registry.app.sendDeliveries());
}

export async function importOne(to = client): Promise<void> {
  machines += 1
  const answer = await to.ask(
    'POST',
    '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities',
    {
      hardwareIdentifier: Buffer.from(laptop(`webhook ${machines}`)).toString('base64'),
    },
  )
  expect(answer.status).toBe(201)
  await registry.decideAll()
}

export const hooks = '/admin/v1/webhooks'

export async function add(body: object = {}, to = client) {
  const made = await json(to.ask('POST', hooks, { url: receiver.url, ...body }))
  receiver.trust(made.secret)
  return made
}

/** The receiver is in the private network, which only an operator allows. */
export async function allow(id: string, url = receiver.url): Promise<Response> {
  const path = `/admin/v1/tenants/${client.tenantId}/webhooks/${id}/private-network`
  return await operator.ask('PUT', path, { url, allowed: true })
}

export async function added(body: object = {}) {
  const made = await add(body)
  expect((await allow(made.id)).status).toBe(200)
  await sendAll()
  return made
}

export async function stateOf(
  id: string,
): Promise<{ state: string; waiting: number; dead: number }> {
  return await json(client.ask('GET', `${hooks}/${id}`))
}
