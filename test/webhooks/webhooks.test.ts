/** Webhooks from the route to the receiver: real HTTPS, real signatures, and the same events by cursor. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { json } from '../support/registry.ts'
import { startReceiver } from './receiver.ts'
import {
  add,
  added,
  beginTest,
  client,
  hooks,
  importOne,
  openStage,
  queue,
  receiver,
  registry,
  sendAll,
  stateOf,
} from './webhook-stage.ts'
import './delivered-events.ts'

beforeAll(openStage)
beforeEach(beginTest)
afterAll(() => Promise.all([registry.close(), receiver.close()]))

/** Retries are due. */
async function passTime(): Promise<void> {
  await registry.store.pool.query(
    `update webhook_delivery set due_at = business_now() where state = 'waiting'`,
  )
}

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
