/** Events that arrive: signed, in order, of the types and the tenant that a webhook asks for. */
import { expect, test } from 'vitest'
import { json } from '../support/registry.ts'
import {
  add,
  added,
  allow,
  client,
  hooks,
  importOne,
  queue,
  receiver,
  registry,
  sendAll,
  stateOf,
} from './webhook-stage.ts'

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

test('what a server held is sent although the clock was set back since', async () => {
  await added()
  await importOne()
  expect(await queue.take()).toHaveLength(1)
  await sendAll()
  expect(receiver.events()).toEqual([])
  await registry.store.pool.query(
    `update webhook_delivery set held_until = held_until + interval '1 hour' where held_until is not null`,
  )
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
