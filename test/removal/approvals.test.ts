/** Nobody deletes a fleet alone: one counter over all doors, on two servers, and approvals that nothing gets around. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApp } from '../../src/compose/app.ts'
import { allRoles } from '../../src/core/access/permissions.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { peopleOf } from '../factors/registry-people.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, type Json, json, openRegistry, origin } from '../support/registry.ts'
import { bypasses } from './bypasses.ts'
import type { Asker, FleetDevice } from './fleet-site.ts'
import { planCases } from './plan-approvals.ts'

const wrap = wrapWith(randomBytes(32))
const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

type Server = { fetch(request: Request): Promise<Response> | Response }
let registry: Awaited<ReturnType<typeof openRegistry>>
let store: ReturnType<typeof openStore>
let other: Server
let robot: Client
let people: Awaited<ReturnType<typeof peopleOf>>
let [adi, bea, cyd]: Asker[] = []
const ids: Record<string, string> = {}

beforeAll(async () => {
  registry = await openRegistry(localBackend, { wrap })
  store = openStore({ connectionString: registry.connectionString })
  const rest = { onImport: () => undefined, report: () => undefined }
  other = await createApp({ store, wrap, publicUrl: origin, ...rest })
  robot = await registry.newTenant(undefined, { limited: true })
  people = await peopleOf(registry, robot, allRoles)
  const roles = {
    adi: ['Global Administrator'],
    bea: ['Autopilot approver'],
    cyd: ['Global Administrator', 'Autopilot approver'],
  }
  for (const [name, given] of Object.entries(roles)) ids[name] = (await people.add(name, given)).id
  adi = await people.signIn('adi')
  bea = await people.signIn('bea')
  cyd = await people.signIn('cyd')
})
afterAll(async () => {
  await store.close()
  await registry.close()
})

const who = () => {
  if (!adi || !bea || !cyd) throw new Error('nobody has signed in')
  return { adi, bea, cyd }
}

const sql = (text: string, values: unknown[] = []) => registry.store.pool.query(text, values)

let devices: FleetDevice[] = []

/** A fresh fleet, nothing counted, nothing waiting. */
beforeEach(async () => {
  await registry.freeDevices()
  await sql(
    'truncate destructive_act, approval, approval_policy, removal_plan, removal_plan_device, deleted_device',
  )
  devices = await fleet(60)
})

async function fleet(count: number): Promise<FleetDevice[]> {
  const made = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    serial: `PF-${String(n).padStart(5, '0')}`,
  }))
  await sql(
    `insert into device (tenant_id, device_id, serial_number, user_principal_name, group_tag, directory_object_id, directory_device_id)
     select $1, id, serial, 'ada@contoso.test', 'Lab', gen_random_uuid(), gen_random_uuid()
     from unnest($2::uuid[], $3::text[]) as made(id, serial)`,
    [robot.tenantId, made.map(({ id }) => id), made.map(({ serial }) => serial)],
  )
  return made
}

async function left(): Promise<number> {
  const { rows } = await sql('select count(*)::int as devices from device')
  return rows[0].devices
}

function askOther(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${robot.token}`, 'content-type': 'application/json' }
  const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  return Promise.resolve(other.fetch(new Request(`${origin}${path}`, sent)))
}

const deleteAll = (by: Asker, some: readonly FleetDevice[] = devices) =>
  by.ask('POST', `${devicesPath}/deleteDevices`, {
    serialNumbers: some.map(({ serial }) => serial),
  })

/** The approval that the refusal names. */
async function refused(answer: Promise<Response>): Promise<string> {
  const got = await answer
  const { error }: Json = await got.json()
  expect([got.status, error.code.toLowerCase().replace('-', '')]).toEqual([403, 'approvalrequired'])
  const [id] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(error.message) ?? []
  if (id === undefined) throw new Error(error.message)
  return id
}

/** `way`: what is done, if it is not to approve; or the digest that was seen. */
const decide = async (by: Asker, id: string, way: string | { digest: string } = 'approve') => {
  const [how, body] = typeof way === 'string' ? [way, {}] : ['approve', way]
  return (await by.ask('POST', `/admin/v1/approvals/${id}/${how}`, body)).status
}

const helpers = () => ({ decide, refused, deleteAll, sql, people, robot, registry, ids })

test('a stolen token, by every door, in parallel and on two servers: at most the limit goes, and comes back', async () => {
  const { rows: before } = await sql('select to_jsonb(device)::text as row from device order by 1')
  const at = (n: number) => devices[n] as { id: string; serial: string }
  const some = (from: number, count: number) => devices.slice(from, from + count)
  const asks: Promise<Response>[] = []
  for (let n = 0; n < 16; n++) {
    const ask = n % 2 === 0 ? robot.ask : askOther
    asks.push(ask('DELETE', `${devicesPath}/${at(n).id}`))
  }
  for (const [n, ask] of [robot.ask, askOther].entries()) {
    const requests = some(16 + n * 8, 8).map(({ id }, i) => ({
      id: String(i),
      method: 'DELETE',
      url: `/deviceManagement/windowsAutopilotDeviceIdentities/${id}`,
    }))
    asks.push(ask('POST', '/v1.0/$batch', { requests }))
    const serialNumbers = some(32 + n * 7, 7).map(({ serial }) => serial)
    asks.push(ask('POST', `${devicesPath}/deleteDevices`, { serialNumbers }))
    const selection = { ids: some(46 + n * 7, 7).map(({ id }) => id) }
    asks.push(ask('POST', '/admin/v1/jobs', { kind: 'delete-devices', selection }))
    asks.push(ask('POST', '/admin/v1/releases', { ids: some(46 + n * 7, 7).map(({ id }) => id) }))
  }
  await Promise.all(asks)
  while (await registry.app.runNextJob());
  const gone = 60 - (await left())
  expect(gone).toBeGreaterThan(0)
  expect(gone).toBeLessThanOrEqual(10)
  const { rows: counted } = await sql('select sum(devices)::int as devices from destructive_act')
  expect(counted[0].devices).toBeGreaterThanOrEqual(gone)
  const back = await json(
    robot.ask('POST', '/admin/v1/deleted-devices/restore', { ids: devices.map(({ id }) => id) }),
  )
  expect(back.value.filter(({ state }: Json) => state === 'done')).toHaveLength(gone)
  const { rows: after } = await sql('select to_jsonb(device)::text as row from device order by 1')
  expect(after).toEqual(before)
  // Restoring gives nothing back, and one requester cannot flood those who decide.
  for (let n = 0; n < 60; n++) await robot.ask('DELETE', `${devicesPath}/${at(n).id}`)
  expect(await left()).toBeGreaterThanOrEqual(50)
  const { rows: waiting } = await sql(`select count(*)::int as waiting from approval`)
  expect(waiting[0].waiting).toBeLessThanOrEqual(50)
})

test('a second person approves, and exactly the same passes, once', async () => {
  const { adi, bea } = who()
  const id = await refused(deleteAll(adi))
  expect(await refused(deleteAll(adi))).toBe(id)
  expect(await left()).toBe(60)
  const shown = await json(bea.ask('GET', `/admin/v1/approvals/${id}`))
  expect(shown).toMatchObject({
    state: 'pending',
    action: 'delete-devices',
    subjects: { count: 60 },
  })
  const subjects = await json(bea.ask('GET', `/admin/v1/approvals/${id}/subjects?limit=1000`))
  expect(subjects.value.map(({ name }: Json) => name).toSorted()).toEqual(
    devices.map(({ serial }) => serial),
  )
  expect(await decide(bea, id, { digest: shown.digest })).toBe(200)
  expect((await deleteAll(adi)).status).toBe(200)
  expect(await left()).toBe(0)
  expect(await json(bea.ask('GET', `/admin/v1/approvals/${id}`))).toMatchObject({
    state: 'executed',
  })
  await adi.ask('POST', '/admin/v1/deleted-devices/restore', { ids: devices.map((d) => d.id) })
  expect(await refused(deleteAll(adi))).not.toBe(id)
})

test('what is offered to another tenant counts, and a fleet is not offered alone', async () => {
  const { adi, bea } = who()
  const offer = (from: number, to: number) =>
    adi.ask('POST', '/admin/v1/transfers', {
      deviceIds: devices.slice(from, to).map(({ id }) => id),
    })
  const id = await refused(offer(0, 60))
  const { id: small } = await json(offer(0, 10))
  await refused(adi.ask('DELETE', `${devicesPath}/${devices[10]?.id}`))
  expect(await decide(bea, id)).toBe(200)
  expect((await adi.ask('POST', `/admin/v1/transfers/${small}/withdraw`)).status).toBe(200)
  expect((await offer(0, 60)).status).toBe(201)
  await refused(offer(0, 60))
})

test('the policy changes only under the policy', async () => {
  const { adi, bea } = who()
  const wanted = { limit: { floor: 1_000, share: 1, hours: 1 }, onDelete: 'release' }
  const asked = await adi.ask('PUT', '/admin/v1/approval-policy', wanted)
  expect(asked.status).toBe(202)
  const { approvalId }: Json = await asked.json()
  const policy = () => json(adi.ask('GET', '/admin/v1/approval-policy'))
  expect(await policy()).toEqual({
    limit: { floor: 10, share: 0.005, hours: 24 },
    perPerson: null,
    onDelete: 'reserve',
  })
  await refused(deleteAll(adi))
  expect(await decide(adi, approvalId)).toBe(403)
  expect(await decide(bea, approvalId)).toBe(200)
  expect(await policy()).toEqual({ ...wanted, perPerson: null })
  expect((await deleteAll(adi)).status).toBe(200)
  await sql('update tenant set on_delete = null')
})

test.each(Object.entries(bypasses))('no way around: %s', async (_, bypass) => {
  await bypass({ ...who(), ...helpers(), devices })
  expect(await left()).toBe(60)
})

test.each(Object.entries(planCases))('a removal plan: %s', async (_, planCase) => {
  await planCase({ ...who(), ...helpers(), devices })
})

test('two approve, and one call of many at once passes', async () => {
  const { adi, bea, cyd } = who()
  const id = await refused(deleteAll(adi))
  const verdicts = await Promise.all([decide(bea, id), decide(cyd, id), decide(bea, id, 'reject')])
  expect(verdicts.filter((status) => status === 200)).toHaveLength(1)
  await sql(`update approval set state = 'approved'`)
  const answers = await Promise.all(Array.from({ length: 4 }, () => deleteAll(adi)))
  // Those that come late find the devices gone.
  expect(await left()).toBe(0)
  expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
  const { rows } = await sql(`select count(*)::int as spent from approval where state = 'executed'`)
  expect(rows).toEqual([{ spent: 1 }])
})

test('breaking the glass takes two operators, and leaves a mark', async () => {
  const { adi } = who()
  const operators = await registry.newTenant()
  const staff = await peopleOf(registry, operators, ['Taxiway.Tenant.ReadWrite.All'])
  const signedIn: Asker[] = []
  for (const name of ['oda', 'pit']) {
    await staff.add(name, [])
    signedIn.push(await staff.signIn(name))
  }
  const [oda, pit] = signedIn
  if (!oda || !pit) throw new Error('no operators')
  await sql(`update directory_user set roles = '{Platform Operator}' where tenant_id = $1`, [
    operators.tenantId,
  ])
  await sql(`insert into tenant_factor_policy (tenant_id, passkey_roles) values ($1, '{}')`, [
    operators.tenantId,
  ])
  const id = await refused(deleteAll(adi))
  const path = `/admin/v1/tenants/${robot.tenantId}/approvals/${id}/break-glass`
  const why = { reason: 'The approver has left, ticket 7.' }
  expect((await adi.ask('POST', path, why)).status).toBe(403)
  const first = await oda.ask('POST', path, why)
  expect([first.status, (await json(first)).state]).toEqual([200, 'pending'])
  expect((await json(oda.ask('POST', path, why))).state).toBe('pending')
  expect((await json(pit.ask('POST', path, why))).state).toBe('approved')
  const shown = await json(adi.ask('GET', `/admin/v1/approvals/${id}`))
  expect(shown.brokenBy).toEqual(['oda@contoso.test', 'pit@contoso.test'])
  const { rows } = await sql(
    `select count(*)::int as entries from audit_entry where tenant_id = $1 and entry like '%break-glass%'`,
    [robot.tenantId],
  )
  expect(rows[0].entries).toBeGreaterThanOrEqual(2)
  // Every follower of the organization learns of each operator, and asking again is no further one.
  const { value } = await json(
    adi.ask('GET', '/admin/v1/events?limit=500&types=approval.break_glass'),
  )
  expect(value.map((each: Json) => each.data)).toMatchObject([
    { approvalId: id, operator: 'oda@contoso.test' },
    { approvalId: id, operator: 'pit@contoso.test' },
  ])
})
