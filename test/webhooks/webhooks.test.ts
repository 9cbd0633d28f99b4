/** Webhooks from the route to the receiver: real HTTPS, real signatures, and the same events by cursor. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { platformRoles } from '../../src/core/access/permissions.ts'
import type { DeliveryQueue } from '../../src/core/webhooks/webhook.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { deliveryQueueIn } from '../../src/storage/webhooks/delivery-queue.ts'
import { laptop } from '../support/machines.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { type Receiver, startReceiver } from './receiver.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let receiver: Receiver
let client: Client
let operator: Client
let queue: DeliveryQueue
let machines = 0
const wrap = wrapWith(randomBytes(32))

beforeAll(async () => {
  ;[registry, receiver] = await Promise.all([openRegistry(undefined, { wrap }), startReceiver()])
  queue = deliveryQueueIn(registry.store, wrap)
  operator = await registry.newTenant(platformRoles)
})
beforeEach(async () => {
  client = await registry.newTenant()
  receiver.received.length = 0
  receiver.failWith(() => undefined)
})
afterAll(() => Promise.all([registry.close(), receiver.close()]))

async function sendAll(): Promise<void> {
  while (await registry.app.sendDeliveries());
}

async function importOne(to = client): Promise<void> {
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

const hooks = '/admin/v1/webhooks'

async function add(body: object = {}, to = client) {
  const made = await json(to.ask('POST', hooks, { url: receiver.url, ...body }))
  receiver.trust(made.secret)
  return made
}

/** The receiver is in the private network, which only an operator allows. */
async function allow(id: string, url = receiver.url): Promise<Response> {
  const path = `/admin/v1/tenants/${client.tenantId}/webhooks/${id}/private-network`
  return await operator.ask('PUT', path, { url, allowed: true })
}

async function added(body: object = {}) {
  const made = await add(body)
  expect((await allow(made.id)).status).toBe(200)
  await sendAll()
  return made
}

/** Retries are due. */
async function passTime(): Promise<void> {
  await registry.store.pool.query(
    `update webhook_delivery set due_at = business_now() where state = 'waiting'`,
  )
}

async function stateOf(id: string): Promise<{ state: string; waiting: number; dead: number }> {
  return await json(client.ask('GET', `${hooks}/${id}`))
}

test('an event arrives signed, with the id and the body that the cursor has too', async () => {
  const { id } = await added()
  expect(receiver.received.map(({ body }) => body.type)).toEqual(['webhook.verify'])
  expect(await stateOf(id)).toMatchObject({ state: 'active' })
  await importOne()
  await sendAll()
  const { value, next, more } = await json(client.ask('GET', '/admin/v1/events'))
  expect(receiver.events().map((each) => ({ id: each.id, ...each.body }))).toEqual(value)
  expect(value).toMatchObject([{ type: 'device.registered', data: { tenantId: client.tenantId } }])
  expect(Object.keys(value[0].data).toSorted()).toEqual([
    'registrationId',
    'registrationIds',
    'tenantId',
  ])
  expect({ next, more }).toEqual({ next: value[0].id, more: false })
  const { value: deliveries } = await json(client.ask('GET', `${hooks}/${id}/deliveries`))
  expect(deliveries).toMatchObject([
    { eventId: value[0].id, state: 'delivered', attempts: 1, lastStatus: 204 },
    { type: 'webhook.verify', state: 'delivered' },
  ])
})

test('until its receiver has answered the first event, it gets nothing else, and then what it has missed', async () => {
  const made = await add()
  await importOne()
  await sendAll()
  expect(receiver.received).toEqual([])
  expect(await stateOf(made.id)).toMatchObject({ state: 'unverified' })
  const { value } = await json(client.ask('GET', `${hooks}/${made.id}/deliveries`))
  expect(value[1].lastError).toContain('the platform operator marks it so')
  receiver.failWith(() => new Response('no', { status: 404 }))
  expect((await allow(made.id, 'https://localhost:1/')).status).toBe(409)
  await allow(made.id)
  await sendAll()
  expect(receiver.events()).toEqual([])
  receiver.failWith(() => undefined)
  await client.ask('POST', `${hooks}/${made.id}/verify`)
  await sendAll()
  expect(receiver.events()).toHaveLength(1)
})

test('another URL has to prove itself again, and loses the private network', async () => {
  const { id } = await added()
  const other = receiver.url.replace('/hooks', '/elsewhere')
  const changed = await json(client.ask('PATCH', `${hooks}/${id}`, { url: other }))
  expect(changed).toMatchObject({ state: 'unverified', privateNetwork: false })
  await importOne()
  await sendAll()
  expect(receiver.events()).toEqual([])
})

test('only the types that it asks for, and no event of another tenant', async () => {
  await added({ eventTypes: ['device.deleted', 'device.sighted'] })
  await importOne()
  await importOne(await registry.newTenant())
  await sendAll()
  expect(receiver.events()).toEqual([])
  const types = await json(client.ask('GET', '/admin/v1/events?types=device.sighted'))
  expect(types).toMatchObject({ value: [], next: expect.any(String) })
})

test('while a secret is changed both sign; after it only the new one', async () => {
  const made = await added()
  const turn = `${hooks}/${made.id}/rotate-secret`
  const { secret } = await json(client.ask('POST', turn, { overlapHours: 1 }))
  await importOne()
  await sendAll()
  // Verified with the old secret, and then with the new one.
  expect(receiver.events().map(({ signature }) => signature.split(' ').length)).toEqual([2])
  receiver.trust(secret)
  await importOne()
  await sendAll()
  expect(receiver.events()).toHaveLength(2)
  await registry.store.pool.query(
    `update webhook set previous_until = business_now() where webhook_id = $1`,
    [made.id],
  )
  await importOne()
  await sendAll()
  expect(receiver.events().at(-1)?.signature.split(' ')).toHaveLength(1)
})

test('a failure is tried again with the same id, then given up, and replayed', async () => {
  const { id } = await added()
  receiver.failWith(() => new Response('broken', { status: 500 }))
  await importOne()
  for (let attempt = 0; attempt < 10; attempt++) {
    await passTime()
    await sendAll()
  }
  expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 1 })
  await passTime()
  await sendAll()
  const { value } = await json(client.ask('GET', `${hooks}/${id}/deliveries?state=dead`))
  expect(value).toMatchObject([{ attempts: 10, lastStatus: 500, lastError: 'answered 500' }])
  receiver.failWith(() => undefined)
  expect(await json(client.ask('POST', `${hooks}/${id}/replay`, {}))).toEqual({ replayed: 1 })
  await sendAll()
  expect(receiver.events().map((each) => each.id)).toEqual([value[0].eventId])
  const since = new Date(0).toISOString()
  expect(await json(client.ask('POST', `${hooks}/${id}/replay`, { since }))).toEqual({
    replayed: 1,
  })
  await sendAll()
  expect(new Set(receiver.events().map((each) => each.id)).size).toBe(1)
  expect(receiver.events()).toHaveLength(2)
})

test('what a killed sender held is sent by another, with the same id and the same body', async () => {
  const { id } = await added()
  for (let n = 0; n < 3; n++) await importOne()
  const held = await queue.take()
  expect(held).toHaveLength(3)
  await sendAll()
  expect(receiver.events()).toEqual([])
  await registry.store.pool.query('update webhook_delivery set held_until = now()')
  await sendAll()
  const ids = (list: readonly { id: string }[]) => list.map((each) => each.id).sort()
  expect(ids(receiver.events())).toEqual(ids(held.map(({ event }) => event)))
  expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 0 })
})

test('410 disables it; what waits is sent when it is enabled again', async () => {
  const { id } = await added()
  receiver.failWith(() => new Response(null, { status: 410 }))
  await importOne()
  await sendAll()
  expect(await stateOf(id)).toMatchObject({
    state: 'disabled',
    disabledReason: 'its receiver answered 410',
  })
  receiver.failWith(() => undefined)
  await importOne()
  await passTime()
  await sendAll()
  expect(receiver.events()).toEqual([])
  expect((await client.ask('POST', `${hooks}/${id}/test`)).status).toBe(409)
  await client.ask('PATCH', `${hooks}/${id}`, { enabled: true })
  await sendAll()
  expect(receiver.events()).toHaveLength(2)
})

test('a receiver that leads elsewhere is not followed', async () => {
  const elsewhere = await startReceiver()
  await added()
  receiver.failWith(() => Response.redirect(elsewhere.url, 307))
  await importOne()
  await sendAll()
  expect(elsewhere.asked()).toBe(0)
  await elsewhere.close()
})

test('a removed webhook gets nothing, and a test only where it is asked for', async () => {
  const { id } = await added()
  await client.ask('POST', `${hooks}/${id}/test`)
  await sendAll()
  expect(receiver.received.at(-1)?.body).toMatchObject({
    type: 'webhook.test',
    data: { webhookId: id },
  })
  expect((await json(client.ask('GET', '/admin/v1/events'))).value).toEqual([])
  expect((await client.ask('DELETE', `${hooks}/${id}`)).status).toBe(204)
  await importOne()
  await sendAll()
  expect(receiver.events()).toEqual([])
  expect((await client.ask('GET', `${hooks}/${id}`)).status).toBe(404)
})

test('a cursor whose event is gone is refused, and latest goes on from now', async () => {
  await importOne()
  const { next } = await json(client.ask('GET', '/admin/v1/events?cursor=latest'))
  await importOne()
  expect((await json(client.ask('GET', `/admin/v1/events?cursor=${next}`))).value).toHaveLength(1)
  await registry.store.pool.query('delete from outbox_event where event_id = $1', [next])
  const gone = await client.ask('GET', `/admin/v1/events?cursor=${next}`)
  expect(gone.status).toBe(404)
  expect(JSON.stringify(await gone.json())).toContain('cursor=latest')
})

test('secrets are shown once, and a tenant sees no webhook of another', async () => {
  const made = await add()
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const list = await (await client.ask('GET', hooks)).text()
  expect(list).toContain(made.id)
  expect(list).not.toContain('whsec_')
  const other = await registry.newTenant()
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['GET', '/deliveries'],
    ['POST', '/replay'],
    ['POST', '/rotate-secret'],
    ['POST', '/test'],
  ])
    expect(
      (
        await other.ask(
          method ?? '',
          `${hooks}/${made.id}${path}`,
          method === 'GET' ? undefined : {},
        )
      ).status,
    ).toBe(404)
})
