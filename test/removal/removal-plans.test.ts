/** Removal plans: exact matches, documented orders, seen to be gone, undone as far as anything can be. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import { orderCases } from './order-cases.ts'
import { devicesPath, type PlanSite } from './plan-site.ts'
import { act, beginTest, enroll, look, openStage, register, site, work } from './removal-stage.ts'
import './planned-and-undone.ts'

beforeAll(openStage)
afterAll(() => site.close())
beforeEach(beginTest)

/** `TAXIWAY_PLAN_DEVICES=1000` for the whole number. */
const many = Number(process.env['TAXIWAY_PLAN_DEVICES'] ?? 60)

const plan = (select: object, more?: object) => site.plan(select, more)

const ran = (id: string) => site.ran(id)

const listed = () => site.listed()

const sql = (text: string, values?: unknown[]) => site.sql(text, values)

test('a prefix is another device, and of twins none is taken before one is chosen', async () => {
  const [one] = await register('5CG1', '5CG12', 'TWIN', 'TWIN')
  const short = await plan({ serialNumbers: ['5CG1'] })
  expect([short.state, short.devices.map(({ id }: Json) => id)]).toEqual(['ready', [one]])
  const twins = await plan({ serialNumbers: ['TWIN', '5CG1', 'none such'] })
  expect(twins.state).toBe('ambiguous')
  expect(twins.devices.map(({ match }: Json) => match.certainty)).toEqual([
    'ambiguous',
    'exact',
    'absent',
  ])
  const { candidates } = twins.devices[0].match
  expect(candidates).toHaveLength(2)
  const refused = await act(twins.id, 'run')
  expect([refused.status, refused.body.error.code]).toEqual([409, 'plan-ambiguous'])
  const chosen = await site.client.ask('PATCH', `/admin/v1/removal-plans/${twins.id}`, {
    select: { ids: [candidates[1].id, candidates[1].id], serialNumbers: ['5CG1'] },
  })
  expect((await json(chosen)).state).toBe('ready')
  expect((await ran(twins.id)).state).toBe('done')
  expect((await listed()).length).toBe(2)
  expect(await listed()).toContain(candidates[0].id)
})

test('an Intune device that agrees in one id alone, or in two with another, is not taken for it', async () => {
  const [id] = await register('PF1')
  const { azureAdDeviceId } = await json(site.client.ask('GET', `${devicesPath}/${id}`))
  await enroll('PF1-OTHER', { azureADDeviceId: azureAdDeviceId })
  const odd = await plan({ serialNumbers: ['PF1'] })
  expect([odd.state, odd.devices[0].match.certainty]).toEqual(['ambiguous', 'ambiguous'])
  await enroll('PF1')
  const both = await plan({ serialNumbers: ['PF1'] })
  expect(both.devices[0].match.candidates.length).toBeGreaterThanOrEqual(2)
  expect((await act(both.id, 'run')).status).toBe(409)
})

test('what has changed since the plan was made is left alone', async () => {
  const ids = await register('PF1', 'PF2', 'PF3', 'PF4')
  await site.client.ask('POST', `${devicesPath}/${ids[3]}/unassignUserFromDevice`)
  const first = await enroll('PF1')
  const made = await plan({ serialNumbers: ['PF1', 'PF2', 'PF3', 'PF4'] })
  await site.client.ask('DELETE', `/v1.0/deviceManagement/managedDevices/${first}`)
  await enroll('PF1')
  await site.client.ask('DELETE', `${devicesPath}/${made.devices[2].id}`)
  const given = {
    userPrincipalName: `kim@${site.client.tenantId}.test`,
    addressableUserName: 'Kim',
  }
  const { id } = made.devices[3]
  const assigned = await site.client.ask('POST', `${devicesPath}/${id}/assignUserToDevice`, given)
  expect(assigned.status).toBe(204)
  const done = await ran(made.id)
  expect(done.state).toBe('partial')
  expect(done.devices.map(({ state }: Json) => state)).toEqual([
    ...['blocked', 'done', 'blocked', 'blocked'],
  ])
  expect(done.devices[3].reason).toContain('A user is assigned')
  expect((await listed()).toSorted()).toEqual([made.devices[0].id, id].toSorted())
})

test.each(Object.entries(orderCases))('%s', async (_, orderCase) => {
  await orderCase(site)
})

test('a register that cannot be read blocks, and is never an absence', async () => {
  await register('PF1', 'PF2')
  await enroll('PF1')
  const made = await plan({ serialNumbers: ['PF2'] })
  await sql('alter table tenant_record rename to away')
  try {
    const blind = await plan({ serialNumbers: ['PF1'] })
    expect(blind).toMatchObject({ state: 'ambiguous', devices: [{ state: 'blocked' }] })
    expect(blind.devices[0].match.certainty).toBe('unknown')
    expect((await act(blind.id, 'run')).status).toBe(409)
    const ranBlind = await ran(made.id)
    expect(ranBlind).toMatchObject({ state: 'partial', devices: [{ state: 'blocked' }] })
  } finally {
    await sql('alter table away rename to tenant_record')
  }
  expect((await listed()).length).toBe(2)
})

test(`${many} devices on two servers at once: each once, cancelled halfway, undone field by field`, async () => {
  const serials = Array.from({ length: many }, (_, n) => `PF-${n}`)
  await register(...serials)
  const rows = async () =>
    (await sql('select to_jsonb(device)::text as row from device order by 1')).rows
  const before = await rows()
  const made = await plan({ serialNumbers: serials })
  expect((await act(made.id, 'run')).status).toBe(202)
  expect(await site.registry.app.runNextJob()).toBe(true)
  expect((await act(made.id, 'cancel')).body.state).toBe('cancelled')
  const part = await look(made.id)
  expect(part.counts.done + part.counts.skipped).toBe(many)
  expect(part.counts.done).toBeGreaterThan(0)
  expect((await act(made.id, 'undo')).status).toBe(202)
  await work()
  expect(await rows()).toEqual(before)

  const again = await plan({ serialNumbers: serials })
  expect((await act(again.id, 'run')).status).toBe(202)
  const both = async (server: PlanSite['other']) => {
    while ((await look(again.id)).state === 'running') await server.runNextJob()
  }
  await Promise.all([both(site.registry.app), both(site.other)])
  expect((await look(again.id)).counts).toMatchObject({ all: many, done: many })
  expect(await rows()).toEqual([])
  expect((await act(again.id, 'undo')).status).toBe(202)
  await Promise.all([
    work(),
    (async () => {
      while (await site.other.runNextJob());
    })(),
  ])
  expect(await rows()).toEqual(before)
}, 600_000)

test('released devices do not come back, nor do those whose time is over or that are registered anew', async () => {
  await register('PF1', 'PF2', 'PF3')
  const release = await plan({ serialNumbers: ['PF1'] }, { act: 'release' })
  expect(release.warnings.map(({ code }: Json) => code)).toContain('free-for-its-next-owner')
  expect((await ran(release.id)).state).toBe('done')
  const refused = await act(release.id, 'undo')
  expect([refused.status, refused.body.error.message]).toEqual([
    409,
    expect.stringContaining('released'),
  ])
  const made = await plan({ serialNumbers: ['PF2', 'PF3'] })
  const done = await ran(made.id)
  await site.client.ask('POST', `/admin/v1/deleted-devices/${done.devices[0].id}/restore`)
  expect((await act(made.id, 'undo')).status).toBe(202)
  await work()
  const [restored, back] = (await look(made.id)).devices
  expect([restored.notRestorable, back.restored]).toEqual([['autopilot'], ['autopilot']])
  expect(restored.reason).toContain('restored already')
  const late = await plan({ serialNumbers: ['PF3'] })
  await ran(late.id)
  await sql(`update removal_plan set ended_at = now() - interval '31 days' where plan_id = $1`, [
    late.id,
  ])
  expect((await act(late.id, 'undo')).status).toBe(409)
})

test('nobody else sees a plan, and bad requests say what is wrong', async () => {
  await register('PF1')
  const made = await plan({ serialNumbers: ['PF1'] })
  const stranger = await site.registry.newTenant()
  for (const [method, verb] of [
    ['GET', ''],
    ['GET', '/export'],
    ['POST', '/run'],
    ['POST', '/cancel'],
  ])
    expect(
      (
        await stranger.ask(
          method ?? '',
          `/admin/v1/removal-plans/${made.id}${verb}`,
          method === 'GET' ? undefined : {},
        )
      ).status,
    ).toBe(404)
  for (const body of [
    {},
    { select: {} },
    { select: { serialNumbers: [''] } },
    { select: { serialNumbers: ['PF1'] }, order: 'mine' },
  ])
    expect((await site.client.ask('POST', '/admin/v1/removal-plans', body)).status).toBe(400)
  const page = await json(site.client.ask('GET', '/admin/v1/removal-plans?limit=1'))
  expect(page.value).toMatchObject([{ id: made.id, counts: { all: 1, pending: 1 } }])
  expect((await act(made.id, 'cancel')).body.state).toBe('cancelled')
  expect((await listed()).length).toBe(1)
})
