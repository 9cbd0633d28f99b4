/** Jobs and removal plans at which every server fails: each ends, with what can be done, and says what was not. */
import { randomBytes } from 'node:crypto'
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { type Client, type Json, json, openRegistry, origin } from '../support/registry.ts'

const wrap = wrapWith(randomBytes(32))
let registry: Awaited<ReturnType<typeof openRegistry>>
let seed = 900

beforeAll(async () => {
  registry = await openRegistry(undefined, { wrap })
})
afterEach(async () => {
  for (const table of ['device', 'deleted_device', 'device_job_row'])
    await sql(`drop trigger if exists fails on ${table}`)
})
afterAll(() => registry.close())

const sql = (text: string, values: unknown[] = []) => registry.store.pool.query(text, values)

async function tenantWith(devices: number): Promise<Client> {
  const client = await registry.newTenant()
  const rows = [...makeFleet({ seed: seed++, count: devices })].map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
  }))
  expect((await client.ask('POST', '/admin/v1/imports', { label: 'box.csv', rows })).status).toBe(
    201,
  )
  await registry.decideAll()
  return client
}

async function ask(client: Client, path: string, body?: object): Promise<Json> {
  const answer = await client.ask(body ? 'POST' : 'GET', `/admin/v1/${path}`, body)
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return await json(answer)
}

const idsOf = async (client: Client): Promise<string[]> =>
  (await ask(client, 'devices')).value.map(({ id }: Json) => id)

async function startJob(client: Client): Promise<string> {
  const change = { groupTag: { set: 'Kiosk' } }
  const selection = { ids: await idsOf(client) }
  return (await ask(client, 'jobs', { kind: 'update-devices', selection, change })).id
}

async function startPlan(client: Client): Promise<string> {
  const select = { ids: await idsOf(client) }
  const { id } = await ask(client, 'removal-plans', { select, order: 'registration-only' })
  await ask(client, `removal-plans/${id}/run`, {})
  return id
}

async function sabotage(table: string, when: string, condition: string): Promise<void> {
  await sql(
    `create or replace function fails() returns trigger language plpgsql as $$
       begin if ${condition} then raise exception 'no'; end if;
       if tg_op = 'DELETE' then return old; end if; return new; end $$`,
  )
  await sql(`create trigger fails before ${when} on ${table} for each row execute function fails()`)
}

/** What is open ends at last, each time at another server, which knows nothing of the failures before. How many it took. */
async function serversUntilEnded(client: Client, path: string): Promise<number> {
  for (let servers = 1; servers <= 30; servers++) {
    const app = await createApp({
      store: registry.store,
      wrap,
      publicUrl: origin,
      onImport: () => undefined,
      report: () => undefined,
    })
    while (await app.runNextJob().catch(() => false));
    const { state } = await ask(client, path)
    if (!['ready', 'running', 'undoing'].includes(state)) return servers
  }
  throw new Error(`${path} has not ended`)
}

const endsOf = async (client: Client, id: string): Promise<Json[]> =>
  (await ask(client, `audit?resource=${id}&limit=1000`)).value.filter(({ activity }: Json) =>
    /^Action (end|cancel) /.test(activity),
  )

test('of a job of which one device fails, all others are changed, and it ends', async () => {
  const client = await tenantWith(6)
  const [, bad] = await idsOf(client)
  await sabotage('device', 'update', `new.device_id = '${bad}' and new.group_tag = 'Kiosk'`)
  const job = await startJob(client)
  expect(await serversUntilEnded(client, `jobs/${job}`)).toBeLessThanOrEqual(7)
  expect(await ask(client, `jobs/${job}`)).toMatchObject({
    state: 'done',
    counts: { changed: 5, refused: 1 },
  })
  const { value } = await ask(client, `jobs/${job}/rows?state=refused`)
  expect(value).toMatchObject([
    { deviceId: bad, reason: expect.stringContaining('the server failed at it') },
  ])
  expect(await endsOf(client, job)).toHaveLength(1)
})

test('of a job that cannot be done, however large, few devices are tried, and it ends', async () => {
  const client = await tenantWith(12)
  await sabotage(
    'device',
    'update',
    `new.tenant_id = '${client.tenantId}' and new.group_tag = 'Kiosk'`,
  )
  const job = await startJob(client)
  expect(await serversUntilEnded(client, `jobs/${job}`)).toBeLessThanOrEqual(13)
  expect(await ask(client, `jobs/${job}`)).toMatchObject({
    state: 'done',
    counts: { changed: 0, refused: 12 },
  })
})

test('a job of which not even the failure can be written is cancelled, and the trail says why', async () => {
  const client = await tenantWith(2)
  await sabotage('device_job_row', 'update', `new.tenant_id = '${client.tenantId}'`)
  const job = await startJob(client)
  expect(await serversUntilEnded(client, `jobs/${job}`)).toBeLessThanOrEqual(10)
  expect(await ask(client, `jobs/${job}`)).toMatchObject({ state: 'cancelled' })
  expect(await endsOf(client, job)).toMatchObject([
    { result: 'Failure', reason: expect.stringContaining('again and again') },
  ])
})

test('a plan ends in part, is undone as far as can be, and each says of which device it was not', async () => {
  const client = await tenantWith(4)
  const [bad, alsoBad] = await idsOf(client)
  await sabotage('device', 'delete', `old.device_id = '${bad}'`)
  const plan = await startPlan(client)
  expect(await serversUntilEnded(client, `removal-plans/${plan}`)).toBeLessThanOrEqual(7)
  const ended = await ask(client, `removal-plans/${plan}`)
  expect(ended).toMatchObject({ state: 'partial', counts: { done: 3, failed: 1 } })
  expect(await idsOf(client)).toEqual([bad])
  await sql('drop trigger fails on device')
  await sabotage('device', 'insert', `new.device_id = '${alsoBad}'`)
  await ask(client, `removal-plans/${plan}/undo`, {})
  expect(await serversUntilEnded(client, `removal-plans/${plan}`)).toBeLessThanOrEqual(7)
  expect(await ask(client, `removal-plans/${plan}`)).toMatchObject({ state: 'undone' })
  expect(await idsOf(client)).toHaveLength(3)
  const { devices } = await ask(client, `removal-plans/${plan}`)
  const reasonOf = (id: string | undefined) => devices.find((each: Json) => each.id === id)?.reason
  expect(reasonOf(bad)).toContain('again and again')
  expect(reasonOf(alsoBad)).toContain('again and again')
})
