/** An approval counts when the act is carried out: by then the one who gave it must still be allowed to decide. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { peopleOf } from '../factors/registry-people.ts'
import { type Json, json } from '../support/registry.ts'
import {
  beginTest,
  decide,
  deleteAll,
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
import type { Asker } from './fleet-site.ts'

beforeAll(openStage)
afterAll(async () => {
  await store.close()
  await registry.close()
})
beforeEach(beginTest)

const stateOf = async (id: string): Promise<string> =>
  (await json(who().adi.ask('GET', `/admin/v1/approvals/${id}`))).state

async function approver(name: string): Promise<{ readonly id: string; readonly as: Asker }> {
  const { id } = await people.add(name, ['Autopilot approver'])
  return { id, as: await people.signIn(name) }
}

const ways: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  'was disabled': (id) => robot.ask('PATCH', `/v1.0/users/${id}`, { accountEnabled: false }),
  'was removed': (id) => sql('delete from directory_user where user_id = $1', [id]),
  'has lost the role': (id) =>
    sql(`update directory_user set roles = '{}' where user_id = $1`, [id]),
}

test.each(Object.entries(ways))('it counts no more once the approver %s', async (way, lose) => {
  const { adi, bea } = who()
  const name = `gone-${Object.keys(ways).indexOf(way)}`
  const { id: personId, as } = await approver(name)
  const first = await refused(deleteAll(adi))
  expect(await decide(as, first)).toBe(200)
  await lose(personId)
  const answer = await deleteAll(adi)
  const { error }: Json = await answer.clone().json()
  const second = await refused(Promise.resolve(answer))
  expect(error.message).toContain(`${name}@contoso.test approved counts no more`)
  expect(await left()).toBe(60)
  expect(second).not.toBe(first)
  expect([await stateOf(first), await stateOf(second)]).toEqual(['void', 'pending'])
  expect(await decide(bea, second)).toBe(200)
  expect((await deleteAll(adi)).status).toBe(200)
  expect(await left()).toBe(0)
})

test('so it is with approvals of a version that kept only the name', async () => {
  const { adi, bea } = who()
  const { id: personId, as } = await approver('named')
  const first = await refused(deleteAll(adi))
  expect(await decide(as, first)).toBe(200)
  await sql('update approval set deciders = null')
  await sql(`update directory_user set roles = '{}' where user_id = $1`, [personId])
  const second = await refused(deleteAll(adi))
  expect(await decide(bea, second)).toBe(200)
  await sql('update approval set deciders = null')
  expect((await deleteAll(adi)).status).toBe(200)
})

test('an operator who is one no longer has not broken the glass', async () => {
  const { adi } = who()
  const operators = await registry.newTenant()
  const staff = await peopleOf(registry, operators, ['Taxiway.Tenant.ReadWrite.All'])
  const signedIn: Asker[] = []
  for (const name of ['one', 'two', 'three']) {
    await staff.add(name, [])
    signedIn.push(await staff.signIn(name))
  }
  const rolesOf = (roles: string, name = '%') =>
    sql(
      `update directory_user set roles = $2 where tenant_id = $1 and user_principal_name like $3`,
      [operators.tenantId, roles, `${name}@contoso.test`],
    )
  await rolesOf('{Platform Operator}')
  await sql(`insert into tenant_factor_policy (tenant_id, passkey_roles) values ($1, '{}')`, [
    operators.tenantId,
  ])
  const id = await refused(deleteAll(adi))
  const path = `/admin/v1/tenants/${robot.tenantId}/approvals/${id}/break-glass`
  const why = { reason: 'Ticket 8.' }
  const states: string[] = []
  const breaks = async (by: Asker | undefined) =>
    states.push((await json(by?.ask('POST', path, why) ?? new Response('{}'))).state)
  await breaks(signedIn[0])
  await rolesOf('{}', 'one')
  await breaks(signedIn[1])
  await breaks(signedIn[2])
  expect(states).toEqual(['pending', 'pending', 'approved'])
  await rolesOf('{}', 'two')
  await refused(deleteAll(adi))
  expect(await left()).toBe(60)
})

test('a policy is not changed for a requester who may not any more', async () => {
  const { bea, cyd } = who()
  const { id: personId } = await people.add('leaver', ['Global Administrator'])
  const leaver = await people.signIn('leaver')
  const before = await json(cyd.ask('GET', '/admin/v1/approval-policy'))
  const wanted = { limit: { floor: 1_000, share: 1, hours: 1 } }
  const { approvalId } = await json(leaver.ask('PUT', '/admin/v1/approval-policy', wanted))
  await sql(`update directory_user set roles = '{}' where user_id = $1`, [personId])
  const answer = await bea.ask('POST', `/admin/v1/approvals/${approvalId}/approve`, {})
  expect(answer.status).toBe(409)
  expect((await json(answer)).error.message).toContain('leaver@contoso.test, who asked for this')
  expect(await json(cyd.ask('GET', '/admin/v1/approval-policy'))).toEqual(before)
  expect(await decide(bea, approvalId, 'reject')).toBe(200)
  expect(ids).toHaveProperty('bea')
})
