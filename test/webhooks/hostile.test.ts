/** No webhook leads into the server's own network: not by its address, by name, by redirect or by a second look. */
import { createServer, isIP, type LookupFunction, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { platformRoles } from '../../src/core/access/permissions.ts'
import { outboundFetch } from '../../src/outbound/outbound-fetch.ts'
import { json, openRegistry } from '../support/registry.ts'
import { hostileUrls, names } from './hostile-addresses.ts'
import { type Receiver, startReceiver } from './receiver.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let receiver: Receiver
let canary: Server
let port: number
let connections = 0
const looked = new Map<string, number>()

const lookup: LookupFunction = (name, { all }, answer) => {
  const turn = looked.get(name) ?? 0
  looked.set(name, turn + 1)
  const turns = names[name.toLowerCase()] ?? [[]]
  const found = (turns[Math.min(turn, turns.length - 1)] ?? []).map((address) => ({
    address,
    family: isIP(address),
  }))
  if (found.length === 0)
    answer(Object.assign(new Error(`no such name: ${name}`), { code: 'ENOTFOUND' }), '')
  else if (all) answer(null, found)
  else answer(null, found[0]?.address ?? '', found[0]?.family)
}

beforeAll(async () => {
  canary = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => canary.listen(0, '0.0.0.0', resolve))
  port = (canary.address() as { port: number }).port
  ;[registry, receiver] = await Promise.all([
    openRegistry(undefined, { outbound: outboundFetch({ lookup }) }),
    startReceiver(),
  ])
})
afterAll(async () => {
  await Promise.all([registry.close(), receiver.close()])
  await new Promise((resolve) => canary.close(resolve))
})

async function sendAll(): Promise<void> {
  while (await registry.app.sendDeliveries());
}

/** Three attempts, so that a name may lead elsewhere the second and third time. */
async function sendThrice(): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    await Promise.all(Array.from({ length: 4 }, sendAll))
    await registry.store.pool.query(
      `update webhook_delivery set due_at = business_now() where state = 'waiting'`,
    )
  }
}

test('the canary hears whatever reaches it', async () => {
  await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
  expect(connections).toBe(1)
  connections = 0
})

test('hostile addresses are refused or never asked', async () => {
  const urls = hostileUrls(port)
  expect(urls.length).toBeGreaterThanOrEqual(80)
  const answers: Record<string, number> = {}
  const stored: string[] = []
  for (let at = 0; at < urls.length; at += 40) {
    const client = await registry.newTenant()
    for (const url of urls.slice(at, at + 40)) {
      const { status } = await client.ask('POST', '/admin/v1/webhooks', { url })
      answers[status] = (answers[status] ?? 0) + 1
      if (status === 201) stored.push(url)
    }
    await sendThrice()
    for (const each of (await json(client.ask('GET', '/admin/v1/webhooks'))).value)
      expect(each).toMatchObject({ state: 'unverified', waiting: 1 })
    await registry.store.pool.query('delete from webhook_delivery')
  }
  expect(Object.keys(answers).toSorted()).toEqual(['201', '400'])
  expect(stored.length).toBeGreaterThan(20)
  expect(connections).toBe(0)
})

test('an allowed receiver leads nobody else there, and its allowance is for its URL alone', async () => {
  const [client, operator] = [await registry.newTenant(), await registry.newTenant(platformRoles)]
  const made = await json(client.ask('POST', '/admin/v1/webhooks', { url: receiver.url }))
  receiver.trust(made.secret)
  const allow = `/admin/v1/tenants/${client.tenantId}/webhooks/${made.id}/private-network`
  expect((await operator.ask('PUT', allow, { url: receiver.url, allowed: true })).status).toBe(200)
  receiver.failWith(() => Response.redirect(`https://127.0.0.1:${port}/`, 302))
  await sendThrice()
  expect(receiver.asked()).toBeGreaterThan(0)
  receiver.failWith(() => undefined)
  await sendThrice()
  expect(await json(client.ask('GET', `/admin/v1/webhooks/${made.id}`))).toMatchObject({
    state: 'active',
  })
  const url = `https://127.0.0.1:${port}/`
  await client.ask('PATCH', `/admin/v1/webhooks/${made.id}`, { url })
  await sendThrice()
  expect(connections).toBe(0)
})
