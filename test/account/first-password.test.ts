/** Passwords that somebody else made: changed at the first sign-in, or of no use after a week. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peopleOf } from '../factors/registry-people.ts'
import { actionOf, answered } from '../factors/sign-in.ts'
import { softwareKey } from '../factors/software-authenticator.ts'
import { json, origin } from '../support/registry.ts'
import { password as usual } from '../surfaces/authority/people.ts'
import { type AccountSite, change, startAccounts } from './account-site.ts'

let site: AccountSite
beforeAll(async () => {
  site = await startAccounts()
})
afterAll(() => site.close())

const good = 'a lake with nine boats'
const week = 7 * 24 * 60 * 60
const firstPassword = (id: string, client = site.client) =>
  client.ask('POST', `/admin/v1/users/${id}/first-password`, {})

describe('the password of the first start', () => {
  test('opens nothing but the page for another one', async () => {
    const { tenantId, password } = site.first
    const key = softwareKey()
    const open = async (word: string) => {
      const { browser, arrival } = await site.open('admin', { password: word, tenant: tenantId })
      if (arrival.status === 401) return { browser, arrival }
      const next = await browser.send(actionOf(arrival.html), answered(arrival.html, key))
      const isCodes = next.html.includes('Keep your recovery codes')
      return { browser, arrival: isCodes ? await browser.send(actionOf(next.html)) : next }
    }
    const { browser, arrival } = await open(password)
    expect(arrival.html).toContain('Update your password')
    const path = arrival.url.pathname
    for (const step of ['announcements', 'account', 'password'])
      expect((await browser.send(`${path}/${step}`)).url.searchParams.has('code')).toBe(false)
    expect((await browser.open(`/${tenantId}/account`)).url.pathname).toContain('/sign-in/')

    const again = await open(password)
    const send = (form: Record<string, string>) =>
      again.browser.send(`${again.arrival.url.pathname}/new-password`, form)
    expect((await send(change(password, 'administrator'))).status).toBe(401)
    expect((await send(change('wrong', good))).status).toBe(401)
    const done = await send(change(password, good))
    expect(done.url.pathname).toBe(`/${tenantId}/account`)
    expect((await open(good)).arrival.url.pathname).toBe(`/${tenantId}/account`)
    expect((await open(password)).arrival.status).toBe(401)
  })

  test('is made anew by the application of the first start', async () => {
    const { tenantId, clientId, clientSecret, administrator } = site.first
    const token = await site.registry.tokenFor(tenantId, clientId, clientSecret)
    const { rows } = await site.registry.store.pool.query(
      'select user_id from directory_user where tenant_id = $1 and user_principal_name = $2',
      [tenantId, administrator],
    )
    const path = `/admin/v1/users/${rows[0]?.user_id}/first-password`
    const headers = { authorization: `Bearer ${token}` }
    const answer = await site.registry.app.fetch(
      new Request(`${origin}${path}`, { method: 'POST', headers }),
    )
    expect(answer.status).toBe(201)
  })
})

describe('a first password by an administrator', () => {
  test('ends what was signed in, and is changed at the first sign-in', async () => {
    const ben = await site.people.add('ben', [])
    const earlier = await site.open('ben')
    const before = Date.now()
    const answer = await firstPassword(ben.id)
    const { password, expiresAt } = await json(answer)
    expect([answer.status, Date.parse(expiresAt) > before]).toEqual([201, true])
    expect((await earlier.browser.open(site.base)).url.pathname).toContain('/sign-in/')
    // A sign-in counts by whole seconds, and this test takes less than one.
    await site.registry.store.pool.query(
      "update directory_user set sign_ins_valid_from = sign_ins_valid_from - interval '1 s'",
    )
    expect((await site.open('ben')).arrival.status).toBe(401)
    const { browser, arrival } = await site.open('ben', { password })
    expect(arrival.html).toContain('Update your password')
    const done = await browser.send(`${arrival.url.pathname}/new-password`, change(password, good))
    expect(done.html).toContain('An administrator made a new first password.')
    expect((await browser.send(`${done.url.pathname}/announcements`)).url.pathname).toBe(site.base)
  })

  test('is not given to oneself, to strangers, or to people with more permissions', async () => {
    const client = await site.registry.newTenant()
    const { tenantId } = client
    const helper = await site.registry.newClient(tenantId, [
      'UserAuthenticationMethod.ReadWrite.All',
    ])
    const people = await peopleOf(site.registry, client)
    const chief = await people.add('chief', ['Global Administrator'])
    const clerk = await people.add('clerk', [])
    const consenter = await people.add('consenter', ['Cloud Application Administrator'])
    expect((await firstPassword(consenter.id, helper)).status).toBe(403)
    expect((await firstPassword(consenter.id, client)).status).toBe(201)
    expect((await firstPassword(chief.id, helper)).status).toBe(403)
    expect((await firstPassword(clerk.id, helper)).status).toBe(201)
    expect((await firstPassword(chief.id, client)).status).toBe(201)
    expect((await firstPassword(tenantId, client)).status).toBe(404)
    expect((await firstPassword(clerk.id, site.client)).status).toBe(404)
  })

  test('is not given by a program that sets policies', async () => {
    const { tenantId } = site.client
    const policies = await site.registry.newClient(tenantId, [
      'Policy.ReadWrite.AuthenticationMethod',
    ])
    const path = '/admin/v1/factor-policy'
    const policy = await json(site.client.ask('GET', path))
    expect((await policies.ask('PUT', path, policy)).status).toBe(200)
    const uma = await site.people.add('uma', [])
    expect((await firstPassword(uma.id, policies)).status).toBe(403)
  })

  test('that nobody used for a week is of no use', async () => {
    const kim = await site.people.add('kim', [])
    const { password } = await json(firstPassword(kim.id))
    site.pass(week - 60)
    expect((await site.open('kim', { password })).arrival.html).toContain('Update your password')
    site.pass(61)
    const late = await site.open('kim', { password })
    expect([late.arrival.status, late.arrival.html]).toEqual([
      403,
      expect.stringContaining('AADSTS50055'),
    ])
    expect((await site.open('kim', { password: 'wrong' })).arrival.status).toBe(401)
  })
})

test('a password of a seed is the operator’s choice and is not asked to be changed', async () => {
  await site.people.add('seeded', [])
  const { arrival } = await site.open('seeded', { password: usual })
  expect(arrival.url.pathname).toBe(site.base)
})
