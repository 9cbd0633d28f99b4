/** Jobs and removal plans of many tenants: they take turns, and one that fails keeps no other waiting. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let seed = 700

beforeAll(async () => {
  registry = await openRegistry()
})
afterEach(async () => {
  await sql('drop trigger if exists fails on device_job_row')
  await sql('drop trigger if exists fails on removal_plan_device')
  await sql(
    `update device_job set state = 'cancelled', ended_at = now() where state in ('ready', 'running')`,
  )
  await sql(`update removal_plan set state = 'cancelled' where state in ('running', 'undoing')`)
})
afterAll(() => registry.close())

const sql = (text: string, values: unknown[] = []) => registry.store.pool.query(text, values)
const runNext = () => registry.app.runNextJob()

/** A tenant with so many devices. */
async function tenantWith(devices: number): Promise<Client> {
  const client = await registry.newTenant()
  const rows = [...makeFleet({ seed: seed++, count: devices })].map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
  }))
  const sent = await client.ask('POST', '/admin/v1/imports', { label: 'box.csv', rows })
  expect(sent.status, await sent.clone().text()).toBe(201)
  await registry.decideAll()
  return client
}

async function ask(client: Client, path: string, body?: object): Promise<Json> {
  const answer = await client.ask(body ? 'POST' : 'GET', `/admin/v1/${path}`, body)
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return await json(answer)
}

async function startJob(client: Client, tag: string): Promise<string> {
  const ids = (await ask(client, 'devices')).value.map(({ id }: Json) => id)
  const change = { groupTag: { set: tag } }
  return (await ask(client, 'jobs', { kind: 'update-devices', selection: { ids }, change })).id
}

async function startPlan(client: Client): Promise<string> {
  const [{ serialNumber }] = (await ask(client, 'devices')).value
  const { id } = await ask(client, 'removal-plans', { select: { serialNumbers: [serialNumber] } })
  await ask(client, `removal-plans/${id}/run`, {})
  return id
}

const stateOf = async (client: Client, path: string) => (await ask(client, path)).state

/** Every row of the tenant's that is written to `table` fails. */
async function sabotage(table: string, { tenantId }: Client): Promise<void> {
  await sql(
    `create or replace function fails() returns trigger language plpgsql as $$
       begin if new.tenant_id = '${tenantId}' then raise exception 'no'; end if; return new; end $$`,
  )
  await sql(`create trigger fails before update on ${table} for each row execute function fails()`)
}

test('a tenant with many jobs lets the job of another through', async () => {
  const [many, one] = [await tenantWith(2), await tenantWith(2)]
  for (let n = 0; n < 6; n++) await startJob(many, `Tag ${n}`)
  const job = await startJob(one, 'Kiosk')
  let turns = 0
  for (; (await stateOf(one, `jobs/${job}`)) !== 'done'; turns++) expect(await runNext()).toBe(true)
  // Its rows and its end, and as many of the other's.
  expect(turns).toBeLessThanOrEqual(4)
  while (await runNext());
  // Those of one tenant are done in the order in which they were asked for.
  const { value } = await ask(many, 'devices')
  expect(value.map(({ groupTag }: Json) => groupTag)).toEqual(['Tag 5', 'Tag 5'])
})

test('a job that fails again and again keeps neither jobs nor plans waiting', async () => {
  const [bad, good] = [await tenantWith(2), await tenantWith(2)]
  await sabotage('device_job_row', bad)
  const stuck = await startJob(bad, 'Never')
  const job = await startJob(good, 'Kiosk')
  const plan = await startPlan(good)
  await expect(runNext()).rejects.toThrow('no')
  for (let turn = 0; turn < 8; turn++) await runNext().catch(() => undefined)
  expect(await stateOf(good, `jobs/${job}`)).toBe('done')
  expect(await stateOf(good, `removal-plans/${plan}`)).toBe('done')
  expect(await stateOf(bad, `jobs/${stuck}`)).toBe('ready')
})

test('a plan that fails again and again keeps no others waiting, and is done when it can be', async () => {
  const [bad, good] = [await tenantWith(2), await tenantWith(2)]
  await sabotage('removal_plan_device', bad)
  const stuck = await startPlan(bad)
  const plan = await startPlan(good)
  await expect(runNext()).rejects.toThrow('no')
  for (let turn = 0; turn < 8; turn++) await runNext().catch(() => undefined)
  expect(await stateOf(good, `removal-plans/${plan}`)).toBe('done')
  expect(await stateOf(bad, `removal-plans/${stuck}`)).toBe('running')
})

test('a plan that was put off before the clock was set back goes on', async () => {
  const client = await tenantWith(1)
  const plan = await startPlan(client)
  await sql(`update removal_plan set look_at = business_now() + interval '1 hour'`)
  while (await runNext());
  expect(await stateOf(client, `removal-plans/${plan}`)).toBe('done')
})

test('a value that no device may have is refused by its row, and ends no job', async () => {
  const client = await tenantWith(2)
  const job = await startJob(client, 'Kiosk')
  while (await runNext());
  // As it was before there was a rule about it.
  await sql(
    `update device_job_row set before = '{"groupTag":"=1+1"}' where tenant_id = $1 and job_id = $2 and row_number = 1`,
    [client.tenantId, job],
  )
  const undo = await ask(client, `jobs/${job}/undo`, {})
  while (await runNext());
  const ended = await ask(client, `jobs/${undo.id}`)
  expect(ended).toMatchObject({ state: 'done', counts: { changed: 1, refused: 1 } })
  const { value } = await ask(client, `jobs/${undo.id}/rows?state=refused`)
  expect(value[0].reason).toContain("The group tag '=1+1' begins with =")
})

test('a user whose name holds what nobody sees is refused before a job begins', async () => {
  const client = await tenantWith(1)
  const ids = (await ask(client, 'devices')).value.map(({ id }: Json) => id)
  const set = `a\u0001da@${client.tenantId}.test`
  const request = {
    kind: 'update-devices',
    selection: { ids },
    change: { userPrincipalName: { set } },
  }
  const answer = await client.ask('POST', '/admin/v1/jobs', request)
  expect([answer.status, (await json(answer)).error.message]).toEqual([
    400,
    expect.stringContaining('is not a user principal name'),
  ])
  expect(await runNext()).toBe(false)
})
