/** Nobody deletes a fleet alone: one counter over all doors, on two servers, and approvals that nothing gets around. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { peopleOf } from '../factors/registry-people.ts'
import { type Json, json } from '../support/registry.ts'
import {
  beginTest,
  decide,
  deleteAll,
  devices,
  ids,
  left,
  openStage,
  people,
  refused,
  registry,
  robot,
  sql,
  store,
  who,
} from './approval-stage.ts'
import { bypasses } from './bypasses.ts'
import type { Asker } from './fleet-site.ts'
import { planCases } from './plan-approvals.ts'
import './counted-deletions.ts'

beforeAll(openStage)
afterAll(async () => {
  await store.close()
  await registry.close()
})
beforeEach(beginTest)

const helpers = () => ({ decide, refused, deleteAll, sql, people, robot, registry, ids })

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
