/** Sign-ins that were left half way: what was proved then must still hold when they go on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordFactorEvents } from '../../src/identity-provider/storage/factors/record-factor-event.ts'
import { peopleIn } from '../../src/identity-provider/storage/people.ts'
import { eventually } from '../support/eventually.ts'
import { json } from '../support/registry.ts'
import { password as usual } from '../surfaces/authority/people.ts'
import { type AccountSite, change, startAccounts } from './account-site.ts'

let site: AccountSite
beforeAll(async () => {
  site = await startAccounts()
})
afterAll(async () => {
  const { failures } = site.registry
  await site.registry.close()
  expect(failures).toEqual([])
})

const people = () => peopleIn(site.registry.store)
const good = 'a lake with nine boats'
const firstPassword = async (id: string): Promise<string> =>
  (await json(site.client.ask('POST', `/admin/v1/users/${id}/first-password`, {}))).password

/** A browser that stands before the page for another password. */
const atNewPassword = async (name: string, password: string) => {
  const opened = await site.open(name, { password })
  expect(opened.arrival.html).toContain('Update your password')
  return { ...opened, path: opened.arrival.url.pathname }
}

describe('somebody who knew a first password', () => {
  test('is asked anew once the person has another one', async () => {
    const ben = await site.people.add('ben', [])
    const first = await firstPassword(ben.id)
    // A sign-in counts by whole seconds, and this test takes less than one.
    await site.registry.store.pool.query(
      "update directory_user set sign_ins_valid_from = sign_ins_valid_from - interval '1 s'",
    )
    const thief = await atNewPassword('ben', first)
    const own = await atNewPassword('ben', first)
    const done = await own.browser.send(`${own.path}/new-password`, change(first, good))
    expect(done.html).toContain('An administrator made a new first password.')

    const reloaded = await thief.browser.open(thief.path)
    expect(reloaded.html).toContain('name="password"')
    const answer = await thief.browser.send(`${thief.path}/announcements`)
    expect([answer.status, answer.url.pathname]).toEqual([400, `${thief.path}/announcements`])
    expect((await thief.browser.open(site.base)).url.pathname).toContain('/sign-in/')
    expect((await own.browser.send(`${own.path}/announcements`)).url.pathname).toBe(site.base)
  })
})

describe('half a sign-in', () => {
  /** A sign-in by password that waits before the page with what has happened. */
  const waiting = async (name: string) => {
    const person = await site.people.add(name, [])
    await recordFactorEvents(site.registry.store)({
      tenantId: site.tenantId,
      personId: person.id,
      name: 'codes-unlocked',
    })
    const opened = await site.open(name)
    expect(opened.arrival.html).toContain('Please read this')
    return { person, ...opened, path: opened.arrival.url.pathname }
  }

  test('by the password before the last is none', async () => {
    const kim = await waiting('kim')
    await people().setPassword(site.tenantId, kim.person.id, { hash: 'another' })
    expect((await kim.browser.open(kim.path)).html).toContain('name="password"')
  })

  test('ends when all sign-ins end', async () => {
    const ada = await waiting('ada')
    await people().endSignIns(site.tenantId, ada.person.id)
    expect((await ada.browser.open(ada.path)).html).toContain('name="password"')
    // What was proved afterwards counts.
    await ada.browser.send(`${ada.path}/password`, {
      username: ada.person.userPrincipalName,
      password: usual,
    })
    expect((await ada.browser.open(ada.path)).html).toContain('Please read this')
  })

  test('that only lacks its last step back to the program ends too', async () => {
    const eve = await waiting('eve')
    const read = await eve.browser.step(`${eve.path}/announcements`, {})
    const proved = await eve.browser.step(read)
    await people().endSignIns(site.tenantId, eve.person.id)
    // Whole seconds count: the browser comes back in a later one.
    const ended = Math.floor(Date.now() / 1000)
    await eventually(() => expect(Math.floor(Date.now() / 1000)).toBeGreaterThan(ended))
    const next = await eve.browser.open(proved)
    expect([next.url.pathname, next.html]).toEqual([
      expect.stringContaining('/sign-in/'),
      expect.stringContaining('name="password"'),
    ])
  })
})
