/** Resets of factors need two administrators, and neither is the person. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { platformRoles } from '../../src/core/access/permissions.ts'
import type { Person } from '../../src/core/directory/user.ts'
import { json } from '../support/registry.ts'
import { base, type CarefulSite, day, type Holder, startCareful, status } from './careful-site.ts'
import { peopleOf } from './registry-people.ts'

let site: CarefulSite
beforeAll(async () => {
  site = await startCareful()
})
afterAll(() => site.close())

describe('a reset of factors', () => {
  let [amy, bob, eve]: Holder[] = []
  const all = () => {
    if (!amy || !bob || !eve) throw new Error('the people are missing')
    return { amy, bob, eve }
  }
  const ask = async (who: Holder, about: Person) =>
    (await who.signIn()).ask('POST', `${base}/users/${about.id}/factor-reset`, {
      reason: 'The phone fell into the lake.',
    })
  const decide = async (who: Holder, id: string, how: 'approve' | 'reject') =>
    (await who.signIn()).ask('POST', `${base}/factor-resets/${id}/${how}`, {})
  beforeAll(async () => {
    amy = await site.holder('amy', ['Global Administrator'])
    bob = await site.holder('bob', ['Global Administrator'])
    eve = await site.holder('eve')
  })

  test('takes two administrators, and none of them is the person', async () => {
    const { amy, bob, eve } = all()
    const asked = await ask(amy, eve.person)
    const { id, ...rest } = await json(asked)
    expect([asked.status, rest]).toMatchObject([
      201,
      { state: 'asked', userId: eve.person.id, askedBy: `user:${amy.person.id}` },
    ])
    expect(await status(ask(bob, eve.person))).toBe(409)
    expect(await status(decide(amy, id, 'approve'))).toBe(403)
    expect(await status(decide(eve, id, 'approve'))).toBe(403)
    expect((await site.people.enter('eve')).html).toContain('one-time-code')

    expect(await status(decide(bob, id, 'approve'))).toBe(204)
    expect(await status(decide(bob, id, 'approve'))).toBe(404)
    expect((await site.people.enter('eve')).html).not.toContain('one-time-code')
    expect(await json(site.robot('GET', `${base}/factor-resets`))).toMatchObject({
      value: [{ id, state: 'approved', decidedBy: `user:${bob.person.id}` }],
    })
    expect(await status(ask(amy, amy.person))).toBe(403)
  })

  test('that two approve at the same moment is done once', async () => {
    const { amy, bob } = all()
    const third = await site.holder('carl', ['Global Administrator'])
    const fay = await site.holder('fay')
    const { id } = await json(ask(amy, fay.person))
    const clients = [await bob.signIn(), await third.signIn()]
    const answers = await Promise.all(
      clients.map((each) => status(each.ask('POST', `${base}/factor-resets/${id}/approve`, {}))),
    )
    expect(answers.toSorted()).toEqual([204, 404])
  })

  test('is asked for once where several ask at the same moment, so that one refusal ends it', async () => {
    const { amy, bob } = all()
    const ina = await site.holder('ina')
    const clients = [await amy.signIn(), await bob.signIn()]
    const path = `${base}/users/${ina.person.id}/factor-reset`
    const reason = { reason: 'Lost phone.' }
    const answers = await Promise.all(
      [...clients, ...clients].map((each) => status(each.ask('POST', path, reason))),
    )
    expect(answers.toSorted()).toEqual([201, 409, 409, 409])
    const own = await ina.signIn()
    expect(await status(own.ask('DELETE', `${base}/me/factor-reset`))).toBe(204)
    expect(await status(own.ask('DELETE', `${base}/me/factor-reset`))).toBe(404)
  })

  test('is found however many have been asked for since, and cannot be asked for twice', async () => {
    const { amy, bob } = all()
    const jo = await site.holder('jo')
    const { id } = await json(ask(amy, jo.person))
    await site.registry.store.pool.query(
      `insert into factor_reset (tenant_id, reset_id, user_id, state, reason, asked_by, asked_at, expires_at, decided_at)
       select $1, gen_random_uuid(), gen_random_uuid(), 'rejected', '', '', later.at, later.at, later.at
       from generate_series(1, 600) as n, lateral (select now() + interval '1 year' as at) as later`,
      [site.tenantId],
    )
    expect(await status(ask(bob, jo.person))).toBe(409)
    expect(await status(decide(bob, id, 'approve'))).toBe(204)
  })

  test('of an administrator is not approved by that administrator', async () => {
    const { amy, bob } = all()
    const { id } = await json(ask(amy, bob.person))
    expect(await status(decide(bob, id, 'approve'))).toBe(403)
    expect(await status(decide(bob, id, 'reject'))).toBe(204)
    expect((await site.people.enter('bob')).html).toContain('one-time-code')
  })

  test('ends unanswered after a day, and is refused by the person', async () => {
    const { amy, bob } = all()
    const gus = await site.holder('gus')
    const { id } = await json(ask(amy, gus.person))
    site.pass(day)
    expect(await status(decide(bob, id, 'approve'))).toBe(404)
    const again = await json(ask(amy, gus.person))
    const own = await gus.signIn()
    expect(await status(own.ask('DELETE', `${base}/me/factor-reset`))).toBe(204)
    expect(await status(own.ask('DELETE', `${base}/me/factor-reset`))).toBe(404)
    expect(await status(decide(bob, again.id, 'approve'))).toBe(404)
  })

  test('is nothing that programs agree on', async () => {
    const { amy, bob, eve } = all()
    const reason = { reason: 'So the script says.' }
    const path = `${base}/users/${eve.person.id}/factor-reset`
    expect(await status(site.robot('POST', path, reason))).toBe(403)
    const { id } = await json(ask(amy, bob.person))
    expect(await status(site.robot('POST', `${base}/factor-resets/${id}/approve`, {}))).toBe(403)
    expect(await status(decide(amy, id, 'reject'))).toBe(204)
  })

  test('needs a second factor proved just now', async () => {
    const { amy, eve } = all()
    const client = await amy.signIn()
    site.pass(301)
    const path = `${base}/users/${eve.person.id}/factor-reset`
    const answer = await client.ask('POST', path, { reason: 'Later.' })
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('max_age=300'),
    ])
  })

  test('replaces removal by one administrator where the factor is the last, also of two at once', async () => {
    const { amy } = all()
    const hal = await site.people.add('hal', [])
    await site.registry.store.pool.query(
      `insert into passkey (tenant_id, user_id, credential_id, public_key, sign_count, aaguid, transports,
        backup_eligible, backed_up, display_name, created_at)
       select $1, $2, id, '', 0, $1, '{}', false, false, 'Key', now()
       from unnest(array['\\x01', '\\x02']::bytea[]) as id`,
      [site.tenantId, hal.id],
    )
    const client = await amy.signIn()
    const answers = await Promise.all(
      ['AQ', 'Ag'].map((id) => client.ask('DELETE', `${base}/users/${hal.id}/passkeys/${id}`)),
    )
    const texts = await Promise.all(answers.map((each) => each.text()))
    expect(answers.map((each) => each.status).toSorted()).toEqual([204, 409])
    expect(texts.join('')).toContain(`/admin/v1/users/${hal.id}/factor-reset`)
  })

  test('is the operator’s where the tenant has no other administrator', async () => {
    const other = await site.registry.newTenant()
    const theirs = await peopleOf(site.registry, other)
    const sole = await theirs.add('sole', ['Global Administrator'])
    const [operator, second] = [
      await site.registry.newClient(site.tenantId, platformRoles),
      await site.registry.newClient(site.tenantId, platformRoles),
    ]
    const path = `${base}/tenants/${other.tenantId}/factor-resets`
    const request = { userId: sole.id, reason: 'All keys burnt.' }
    // A tenant that can help itself is left alone.
    const own = `${base}/tenants/${site.tenantId}/factor-resets`
    expect(
      await status(operator.ask('POST', own, { ...request, userId: all().eve.person.id })),
    ).toBe(409)

    const { id } = await json(operator.ask('POST', path, request))
    expect(await json(second.ask('GET', path))).toMatchObject({ value: [{ id, state: 'asked' }] })
    expect(await status(operator.ask('POST', `${path}/${id}/approve`, {}))).toBe(403)
    await theirs.add('newcomer', ['Global Administrator'])
    expect(await status(second.ask('POST', `${path}/${id}/approve`, {}))).toBe(409)
    await site.registry.store.pool.query(
      "update directory_user set account_enabled = false where user_principal_name like 'newcomer@%'",
    )
    expect(await status(second.ask('POST', `${path}/${id}/approve`, {}))).toBe(204)
  })
})
