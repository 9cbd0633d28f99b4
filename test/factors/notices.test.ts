/** People and administrators hear of what happened to factors when they sign in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json } from '../support/registry.ts'
import { base, type CarefulSite, startCareful } from './careful-site.ts'
import { peopleOf } from './registry-people.ts'

let site: CarefulSite
beforeAll(async () => {
  site = await startCareful()
})
afterAll(() => site.close())

describe('notices', () => {
  test('show the owner the fifth wrong code at the next sign-in, once', async () => {
    const max = await site.holder('max')
    const page = await site.people.enter('max')
    for (let n = 0; n < 5; n++) await page.send('factor/code', { code: '000000' })
    await site.letTriesPass()
    const next = await site.people.enter('max', max.code())
    expect(next.html).toContain('Five wrong verification codes in a row were entered.')
    const shown = [...next.html.matchAll(/name="notice" value="([^"]+)"/g)].map(([, id]) => id)
    expect(shown).toHaveLength(1)
    const done = await next.send('announcements', { notice: shown[0] ?? '' })
    expect(done.url.searchParams.has('code')).toBe(true)
    expect((await site.people.enter('max', max.code())).url.searchParams.has('code')).toBe(true)
    const client = await max.signIn()
    expect(await json(client.ask('GET', `${base}/me/notices`))).toMatchObject({
      value: [{ name: 'codes-failing', userPrincipalName: 'max@contoso.test' }],
    })
  })

  test('show every administrator, and nobody else, which factors were added or removed', async () => {
    await site.people.add('adam', ['Global Administrator'])
    const nora = await site.holder('nora')
    const admin = await site.people.enter('adam')
    expect(admin.html).toContain('nora@contoso.test')
    expect(admin.html).toContain('An authenticator app was added.')
    await site.people.add('plain', ['Intune Administrator'])
    expect((await site.people.enter('plain')).url.searchParams.has('code')).toBe(true)
    const { value } = await json(site.robot('GET', `${base}/notices`))
    expect(value[0]).toMatchObject({ userId: nora.person.id, name: 'authenticator-app-added' })
  })

  test('show a program that may see only its person’s own factors nothing of others', async () => {
    await site.people.add('ann', ['Global Administrator'])
    await site.holder('ola')
    const own = ['UserAuthenticationMethod.ReadWrite']
    const narrow = await peopleOf(site.registry, { tenantId: site.tenantId }, own)
    const all = await (await site.people.signIn('ann')).ask('GET', `${base}/me/notices`)
    expect(await all.text()).toContain('ola@contoso.test')
    const less = await (await narrow.signIn('ann')).ask('GET', `${base}/me/notices`)
    expect([less.status, await less.json()]).toEqual([200, { value: [] }])
  })

  test('stay unread for somebody who has proved a password only', async () => {
    const pat = await site.holder('pat')
    const page = await site.people.enter('pat')
    for (let n = 0; n < 5; n++) await page.send('factor/code', { code: '000000' })
    await site.letTriesPass()
    await page.send('announcements', { notice: 'anything' })
    expect((await site.people.enter('pat')).html).toContain('one-time-code')
    expect((await site.people.enter('pat', pat.code())).html).toContain('Five wrong')
  })
})
