/** A webhook delivers what the account that answers for it may read: asked when it is set up, and before each delivery. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { roleOf } from '../access/callers-of-matrix.ts'
import { type Client, type Json, json } from '../support/registry.ts'
import { giveRole } from '../support/roles.ts'
import {
  added,
  allow,
  beginTest,
  client,
  hooks,
  importOne,
  openStage,
  receiver,
  registry,
  sendAll,
} from './webhook-stage.ts'

beforeAll(openStage)
beforeEach(beginTest)
afterAll(() => Promise.all([registry.close(), receiver.close()]))

type Program = { readonly program: Client; take(assignment?: string): Promise<void> }

/** A program of the tenant with these permissions alone, some of them for kiosks. */
async function programOf(
  whole: readonly string[],
  kiosks: readonly string[] = [],
): Promise<Program> {
  const program = await registry.newClient(client.tenantId, [])
  const principal = { principalKind: 'application', principalId: program.applicationId } as const
  const given: string[] = []
  for (const each of whole)
    given.push(await giveRole(client, await roleOf(client, [each]), principal))
  if (kiosks.length > 0)
    await giveRole(client, await roleOf(client, kiosks), { ...principal, groupTags: ['Kiosk'] })
  return {
    program,
    async take(permission = whole[0]) {
      const assignment = given[whole.indexOf(permission ?? '')]
      const answer = await client.ask('DELETE', `/admin/v1/role-assignments/${assignment}`)
      expect(answer.status).toBe(204)
    },
  }
}

async function addedBy(program: Client, eventTypes: readonly string[]): Promise<string> {
  const made = await program.ask('POST', hooks, { url: receiver.url, eventTypes })
  expect(made.status, await made.clone().text()).toBe(201)
  const { id, secret } = await json(made)
  receiver.trust(secret)
  expect((await allow(id)).status).toBe(200)
  await sendAll()
  return id
}

const one = async (id: string): Promise<Json> => json(client.ask('GET', `${hooks}/${id}`))
const deliveriesOf = async (id: string): Promise<Json> =>
  (await json(client.ask('GET', `${hooks}/${id}/deliveries`))).value
const typesArrived = () => receiver.events().map(({ body }) => body.type)

test.each([
  ['webhooks.write alone', [], []],
  ['a role for some group tags', [], ['devices.read', 'repairs.read']],
])('%s sends no events of devices anywhere', async (_, whole, kiosks) => {
  const { program } = await programOf(['webhooks.write', ...whole], kiosks)
  for (const eventTypes of [['*'], ['device.registered']]) {
    const answer = await program.ask('POST', hooks, { url: receiver.url, eventTypes })
    expect(answer.status).toBe(403)
    expect((await json(answer)).error.message).toContain('Enrollment programs: read device')
  }
  expect((await json(client.ask('GET', hooks))).value).toEqual([])
})

test('all events are those that the account may read', async () => {
  const { program } = await programOf(['webhooks.write', 'transfers.read'])
  const id = await addedBy(program, ['*'])
  expect(await one(id)).toMatchObject({
    answeredBy: `application ${program.applicationId}`,
    withheld: [],
  })
  await importOne()
  await sendAll()
  expect(typesArrived()).toEqual([])
  expect(await one(id)).toMatchObject({ state: 'active', waiting: 0, dead: 0 })
  const since = new Date(0).toISOString()
  await program.ask('POST', `${hooks}/${id}/replay`, { since })
  await sendAll()
  expect(typesArrived()).toEqual([])
})

test('nobody leads elsewhere what they may not read, and anybody who may write webhooks stops it', async () => {
  const { id } = await added()
  const { program } = await programOf(['webhooks.write', 'transfers.read'])
  const url = receiver.url.replace('/hooks', '/thief')
  const change = (body: object) => program.ask('PATCH', `${hooks}/${id}`, body)
  const before = await one(id)
  for (const body of [{ url }, { eventTypes: ['*'] }, { eventTypes: ['device.deleted'] }]) {
    const answer = await change(body)
    expect([answer.status, (await json(answer)).error.message]).toEqual([
      403,
      expect.stringContaining('Enrollment programs: read device'),
    ])
  }
  expect(await one(id)).toEqual(before)
  expect((await change({ description: 'seen' })).status).toBe(200)
  expect((await change({ enabled: false })).status).toBe(200)
  expect((await change({ enabled: true })).status).toBe(403)
  expect(await one(id)).toMatchObject({ state: 'disabled', answeredBy: before.answeredBy })
  expect((await change({ eventTypes: ['transfer.completed'] })).status).toBe(200)
  expect((await one(id)).answeredBy).toContain(program.applicationId)
})

test('what the account may not read any more is withheld and says so; with its last right the webhook stops', async () => {
  const { program, take } = await programOf(['devices.read', 'webhooks.write', 'repairs.read'])
  const id = await addedBy(program, ['device.registered', 'repair.case.opened'])
  await importOne()
  await sendAll()
  expect(typesArrived()).toEqual(['device.registered'])
  await take('devices.read')
  await importOne()
  await sendAll()
  expect(typesArrived()).toHaveLength(1)
  expect(await one(id)).toMatchObject({ state: 'active', withheld: ['device.registered'], dead: 1 })
  expect((await deliveriesOf(id))[0]).toMatchObject({
    state: 'dead',
    lastError: expect.stringContaining(
      `${program.applicationId}, who answers for it, may not read`,
    ),
  })
  await take('repairs.read')
  await importOne()
  await sendAll()
  const stopped = await one(id)
  expect(stopped).toMatchObject({ state: 'disabled', waiting: 1 })
  expect(stopped.disabledReason).toContain('may read none of its events any more')
  const { value: trail } = await json(client.ask('GET', '/admin/v1/audit'))
  expect(trail.map(({ activity }: Json) => activity)).toContain('Webhook disabled with its account')
  // Somebody who may read it takes it on, and nothing is lost.
  await client.ask('PATCH', `${hooks}/${id}`, { enabled: true })
  await client.ask('POST', `${hooks}/${id}/replay`, {})
  await sendAll()
  expect(typesArrived()).toHaveLength(3)
  expect(await one(id)).toMatchObject({ state: 'active', withheld: [], waiting: 0, dead: 0 })
})

test('a program that is disabled delivers nothing', async () => {
  const { program } = await programOf(['devices.read', 'webhooks.write'])
  const id = await addedBy(program, ['device.registered'])
  await client.ask('PATCH', `/admin/v1/applications/${program.applicationId}`, { enabled: false })
  await importOne()
  await sendAll()
  expect(typesArrived()).toEqual([])
  expect(await one(id)).toMatchObject({ state: 'disabled' })
})

test('for webhooks from before this, the account that added them answers', async () => {
  const { program, take } = await programOf(['devices.read', 'webhooks.write'])
  const id = await addedBy(program, ['*'])
  const { pool } = registry.store
  await pool.query('update webhook set answered_by = null, granted = null where webhook_id = $1', [
    id,
  ])
  await importOne()
  await sendAll()
  expect(typesArrived()).toEqual(['device.registered'])
  await take('devices.read')
  await importOne()
  await sendAll()
  expect(typesArrived()).toHaveLength(1)
  expect((await one(id)).disabledReason).toContain(program.applicationId)
  // A seed's is the operator's.
  await pool.query(
    `update webhook set state = 'active', disabled_reason = null, created_by = 'seed' where webhook_id = $1`,
    [id],
  )
  await sendAll()
  expect(typesArrived()).toHaveLength(2)
})

test('the cursor shows what its reader may read, and says what it leaves out', async () => {
  const { program } = await programOf(['identity.read'])
  await importOne()
  const page = await json(program.ask('GET', '/admin/v1/events'))
  expect(page.value).toEqual([])
  expect(page.withheld).toContain('device.registered')
  expect(page.withheld).not.toContain('ownership.conflict.opened')
  const all = await json(client.ask('GET', '/admin/v1/events'))
  expect(all.value).toHaveLength(1)
  expect(page.next).toBe(all.next)
})
