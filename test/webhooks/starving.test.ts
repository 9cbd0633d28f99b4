/** Receivers and webhooks that would keep the events of others waiting: they keep waiting only themselves. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startRaw } from '../outbound/raw-answers.ts'
import { eventually } from '../support/eventually.ts'
import { type Client, json } from '../support/registry.ts'
import {
  added,
  allow,
  beginTest,
  client,
  hooks,
  importOne,
  openStage,
  operator,
  receiver,
  registry,
  sendAll,
} from './webhook-stage.ts'

beforeAll(openStage)
beforeEach(beginTest)
afterAll(() => Promise.all([registry.close(), receiver.close()]))

/** As many as a server has. */
const senders = 4

/** Webhooks of another tenant at an address of this machine, each with its first event waiting. */
async function hostile(url: string, webhooks: number): Promise<Client> {
  const bad = await registry.newTenant()
  for (let n = 0; n < webhooks; n++) {
    const { id } = await json(bad.ask('POST', hooks, { url: `${url}/${n}` }))
    const path = `/admin/v1/tenants/${bad.tenantId}/webhooks/${id}/private-network`
    const answer = await operator.ask('PUT', path, { url: `${url}/${n}`, allowed: true })
    expect(answer.status).toBe(200)
  }
  return bad
}

const deliveriesOf = async (of: Client) => {
  const [{ id }] = (await json(of.ask('GET', hooks))).value
  return (await json(of.ask('GET', `${hooks}/${id}/deliveries`))).value
}

test('receivers that do not answer keep only their own tenant waiting', async () => {
  await added()
  const silent = await startRaw()
  const kept: (() => void)[] = []
  silent.answerWith((socket) => kept.push(() => socket.destroy()))
  await hostile(silent.origin, 2 * senders)
  await registry.store.pool.query(`update webhook set taken_at = now() where tenant_id = $1`, [
    client.tenantId,
  ])
  await importOne()
  const sending = Array.from({ length: senders }, sendAll)
  await eventually(() => expect(kept).toHaveLength(senders / 2))
  for (let n = 0; n < 3; n++) {
    await eventually(() => expect(receiver.events()).toHaveLength(n + 1))
    await importOne()
    sending.push(sendAll())
  }
  // Only half of the senders were lent to the others.
  expect(kept).toHaveLength(senders / 2)
  silent.answerWith((socket) => socket.destroy())
  for (const release of kept) release()
  await Promise.all(sending)
  await silent.close()
})

test('a receiver that answers in another protocol keeps no sender', async () => {
  const odd = await startRaw()
  odd.answerWith((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  )
  const bad = await hostile(odd.origin, 1)
  await sendAll()
  expect(await deliveriesOf(bad)).toMatchObject([
    { attempts: 1, lastError: 'it answered 101, to go on in another protocol' },
  ])
  await odd.close()
})

test('a secret that cannot be decrypted stops its own webhook alone, which says so', async () => {
  const made = await added()
  await registry.store.pool.query(
    `update webhook set secret = '\\x00', taken_at = null where webhook_id = $1`,
    [made.id],
  )
  await importOne()
  const other = await registry.newTenant()
  const { id, secret } = await json(other.ask('POST', hooks, { url: receiver.url }))
  receiver.trust(secret)
  const path = `/admin/v1/tenants/${other.tenantId}/webhooks/${id}/private-network`
  await operator.ask('PUT', path, { url: receiver.url, allowed: true })
  await sendAll()
  expect(await deliveriesOf(other)).toMatchObject([{ state: 'delivered' }])
  expect((await deliveriesOf(client))[0]).toMatchObject({
    state: 'waiting',
    attempts: 1,
    lastError: 'its secret cannot be decrypted: rotate it',
  })
  // Rotated, it goes on.
  const turned = await json(client.ask('POST', `${hooks}/${made.id}/rotate-secret`, {}))
  receiver.trust(turned.secret)
  await client.ask('POST', `${hooks}/${made.id}/test`)
  await sendAll()
  expect((await deliveriesOf(client))[0]).toMatchObject({
    type: 'webhook.test',
    state: 'delivered',
  })
  expect((await allow(made.id)).status).toBe(200)
})

test('what waits is sent although the clock is set back', async () => {
  await added()
  const { pool } = registry.store
  await pool.query('insert into virtual_clock (ahead_ms) values (3600000)')
  receiver.failWith(() => new Response(null, { status: 500 }))
  await importOne()
  await sendAll()
  await importOne()
  receiver.failWith(() => undefined)
  await pool.query('delete from virtual_clock')
  await sendAll()
  expect(receiver.events()).toHaveLength(2)
})
