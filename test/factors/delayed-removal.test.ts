/** The last strong factor goes slowly, and stays where the person says so. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { json } from '../support/registry.ts'
import { hiddenFields } from '../surfaces/authority/browser-session.ts'
import { base, type CarefulSite, day, type Holder, startCareful, status } from './careful-site.ts'

let site: CarefulSite
beforeAll(async () => {
  site = await startCareful()
})
afterAll(() => site.close())

describe('the last strong factor', () => {
  let kim: Holder
  const remove = async () =>
    (await kim.signIn()).ask('DELETE', `${base}/me/authenticator-apps/${kim.app}`)
  beforeAll(async () => {
    kim = await site.holder('kim')
  })

  test('goes a day after somebody asked, and counts until then', async () => {
    const answer = await remove()
    const { dueAt } = await json(answer)
    expect([answer.status, Date.parse(dueAt) - site.now().getTime()]).toEqual([202, day * 1000])
    expect(await site.removalsOf(kim)).toMatchObject([
      { factorId: kim.app, kind: 'authenticator-app', dueAt },
    ])
    site.pass(day - 600)
    const arrival = await site.people.enter('kim')
    expect(arrival.html).toContain('autocomplete="one-time-code"')
    // Asked again it is not later, and not sooner.
    expect((await json(remove())).dueAt).toBe(dueAt)
  })

  test('stays where the person says so, on the page of the next sign-in', async () => {
    const page = await site.people.enter('kim', kim.code())
    expect(page.html).toContain('Your last authenticator app will be removed on')
    expect(page.html).toContain('The last strong factor is to be removed after 24 hours.')
    const done = await page.send('announcements', { keep: kim.app })
    expect(done.url.searchParams.has('code')).toBe(true)
    expect(await site.removalsOf(kim)).toEqual([])
    site.pass(2 * day)
    expect((await site.people.enter('kim')).html).toContain('autocomplete="one-time-code"')
  })

  test('stays where the person says so, on the page of the account', async () => {
    expect(await status(remove())).toBe(202)
    const { browser, send } = await site.people.enter('kim', kim.code())
    await send('announcements', {})
    const account = `/${site.tenantId}/account`
    const page = await browser.open(account)
    expect(page.html).toContain('Keep the authenticator app')
    const keep = (factor: string) =>
      browser.send(`${account}/keep`, { ...hiddenFields(page.html), factor })
    await keep('another')
    expect(await site.removalsOf(kim)).toHaveLength(1)
    const kept = await keep(kim.app)
    expect(kept.url.pathname).toBe(account)
    expect(kept.html).not.toContain('Keep the authenticator app')
    expect(await site.removalsOf(kim)).toEqual([])
  })

  test('stays where the person says so over the API', async () => {
    expect(await status(remove())).toBe(202)
    const client = await kim.signIn()
    const keep = () => client.ask('DELETE', `${base}/me/factor-removals/${kim.app}`)
    expect([await status(keep()), await status(keep())]).toEqual([204, 404])
    const noText = client.ask('DELETE', `${base}/me/factor-removals/%00`)
    expect(await status(noText)).toBe(404)
    expect(await site.removalsOf(kim)).toEqual([])
  })

  test('stays where it has become needed meanwhile', async () => {
    expect(await status(remove())).toBe(202)
    const policy = { factorRequired: true, strictCodes: false, passkeyRoles: [] }
    await site.robot('PUT', `${base}/factor-policy`, policy)
    site.pass(day)
    expect((await site.people.enter('kim')).html).toContain('autocomplete="one-time-code"')
    expect(await site.removalsOf(kim)).toEqual([])
    await site.robot('PUT', `${base}/factor-policy`, { ...policy, factorRequired: false })
  })

  test('is gone when the day is over, and the trail says so', async () => {
    expect(await status(remove())).toBe(202)
    site.pass(day)
    expect((await site.people.enter('kim')).html).not.toContain('one-time-code')
    const { tokens } = await json(site.robot('GET', `${base}/users/${kim.person.id}/factors`))
    expect(tokens).toEqual([])
    const trail = await (await site.robot('GET', `${base}/audit/export`)).text()
    for (const activity of ['Schedule removal', 'Cancel removal', 'Delete OathToken'])
      expect(trail).toContain(activity)
  })

  test('is not gone by removing two at the same moment', async () => {
    const ivy = await site.holder('ivy')
    const client = await ivy.signIn()
    const second = await ivy.addApp(client)
    const answers = await Promise.all(
      [ivy.app, second].map((id) =>
        status(client.ask('DELETE', `${base}/me/authenticator-apps/${id}`)),
      ),
    )
    expect(answers.toSorted()).toEqual([202, 204])
  })

  test('waits for a change of the person’s factors that is under way', async () => {
    const joe = await site.holder('joe')
    const client = await joe.signIn()
    await client.ask('DELETE', `${base}/me/authenticator-apps/${joe.app}`)
    site.pass(day)
    const { store, app } = site.registry
    const other = await store.pool.connect()
    await other.query('begin')
    await other.query('select from directory_user where user_id = $1 for no key update', [
      joe.person.id,
    ])
    const settling = app.settleRemovals()
    await eventually(async () => {
      const { rowCount } = await store.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rowCount).toBe(1)
    })
    await other.query('commit')
    other.release()
    await settling
    expect(await site.removalsOf(joe)).toEqual([])
  })

  test('happens when it is due, without the person, and once however many servers look', async () => {
    const lou = await site.holder('lou')
    const client = await lou.signIn()
    await client.ask('DELETE', `${base}/me/authenticator-apps/${lou.app}`)
    await site.registry.app.settleRemovals()
    expect(await site.removalsOf(lou)).toHaveLength(1)
    site.pass(day)
    await Promise.all([site.registry.app.settleRemovals(), site.registry.app.settleRemovals()])
    const { rows } = await site.registry.store.pool.query(
      "select from factor_notice where user_id = $1 and name = 'authenticator-app-removed'",
      [lou.person.id],
    )
    expect(rows).toHaveLength(1)
  })
})
