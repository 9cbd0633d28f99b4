/** People see where they are signed in and end it; administrators withdraw what they have allowed a program. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPublicApplication } from '../../src/core/applications/sign-in-settings.ts'
import { json, origin } from '../support/registry.ts'
import { type Browser, codeRequest } from '../surfaces/authority/browser-session.ts'
import { authorizePath, password, spaRedirect } from '../surfaces/authority/people.ts'
import { type AccountSite, startAccounts } from './account-site.ts'

let site: AccountSite
/** A program of the person's own machine, whose sign-ins outlive the browser's. */
let desktop: string
const scope = 'DeviceManagementServiceConfig.ReadWrite.All'
beforeAll(async () => {
  site = await startAccounts()
  for (const name of ['ada', 'ben', 'eve', 'kim']) await site.people.add(name, [])
  await site.people.add('chief', ['Global Administrator'])
  desktop = await createPublicApplication(site.registry.app.applications, {
    tenantId: site.tenantId,
    displayName: 'Desktop tool',
    kind: 'native',
    redirectUris: [spaRedirect],
    delegatedScopes: [scope],
    consentedScopes: [scope],
  })
})
afterAll(() => site.close())

/** Signs in to the desktop tool with a browser; where that leads. */
async function enterDesktop(name: string, browser: Browser = site.browser()) {
  const { verifier, query } = codeRequest({ client_id: desktop, redirect_uri: spaRedirect })
  const page = await browser.open(authorizePath(site.tenantId, query))
  const username = `${name}@contoso.test`
  const arrival = await browser.send(`${page.url.pathname}/password`, { username, password })
  return { browser, verifier, arrival }
}

/** The same to the end; how to renew the tool's token. */
async function useDesktop(name: string, used?: Browser) {
  const { browser, verifier, arrival } = await enterDesktop(name, used)
  const token = (form: Record<string, string>) =>
    site.registry.app.fetch(
      new Request(`${origin}/${site.tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: desktop, ...form }),
      }),
    )
  const first = await json(
    token({
      grant_type: 'authorization_code',
      code: arrival.url.searchParams.get('code') ?? '',
      redirect_uri: spaRedirect,
      code_verifier: verifier,
    }),
  )
  let refresh_token: string = first.refresh_token
  return {
    browser,
    async renew(): Promise<number> {
      const answer = await token({ grant_type: 'refresh_token', refresh_token })
      if (answer.ok) refresh_token = (await json(answer)).refresh_token
      return answer.status
    },
  }
}

const namesOn = (html: string) =>
  [...html.matchAll(/<section><p><strong>([^<]+)</g)].map(([, name]) => name)
const idOf = (html: string, program: string) =>
  new RegExp(`name="sign-in" value="([0-9a-f]+)">End the sign-in to ${program}`).exec(html)?.[1]

/** As if the browser had signed in ten minutes ago. */
async function letAge(browser: Browser): Promise<void> {
  const { protocolState } = site.registry.app
  const id = browser.cookies().find(({ name }) => name.startsWith('__Host-session'))?.value ?? ''
  const key = { tenantId: site.tenantId, kind: 'Session', id }
  const { payload } = (await protocolState.find(key)) ?? { payload: {} }
  const aged = { ...payload, loginTs: Number(payload['loginTs']) - 600 }
  await protocolState.put(key, aged, { expiresIn: 3600, sessionUid: String(payload['uid']) })
}

/** As if the person had signed in to the desktop tool `count` times more. */
async function repeatSignIn(name: string, count: number): Promise<void> {
  const { pool } = site.registry.store
  const state = await pool.query<{ column_name: string }>(
    `select column_name from information_schema.columns where table_name = 'protocol_state'
     and column_name not in ('id_digest', 'grant_digest')`,
  )
  const columns = state.rows.map(({ column_name }) => column_name).join(', ')
  const copied = (digest: string) => `sha256(${digest} || int4send(n))`
  const from = `from sign_in join directory_user using (tenant_id, user_id)
    where directory_user.user_principal_name = '${name}@contoso.test' and sign_in.application_id = '${desktop}'`
  await pool.query(`insert into protocol_state (${columns}, id_digest, grant_digest)
    select ${columns}, ${copied('id_digest')}, case when grant_digest is null then null else ${copied('grant_digest')} end
    from protocol_state, generate_series(1, ${count}) as n
    where grant_digest in (select sign_in.grant_digest ${from}) or kind = 'Grant' and id_digest in (select sign_in.grant_digest ${from})`)
  await pool.query(`insert into sign_in (tenant_id, grant_digest, session_digest, user_id, application_id, address, user_agent)
    select sign_in.tenant_id, ${copied('grant_digest')}, session_digest, user_id, application_id, address, user_agent
    from generate_series(1, ${count}) as n cross join lateral (select sign_in.* ${from}) as sign_in`)
}

describe('the page of the account', () => {
  test('names each program with when, from where and by which browser', async () => {
    await useDesktop('ada')
    const { arrival } = await site.open('ada')
    expect(namesOn(arrival.html).toSorted()).toEqual(['Desktop tool', 'Taxiway account pages'])
    expect(arrival.html).toContain('Taxiway account pages</strong> · this browser')
    expect(arrival.html).not.toContain('Desktop tool</strong> · this browser')
    expect(arrival.html).toMatch(/<dt>Since<\/dt><dd>\d+ \w+ \d{4}, \d\d:\d\d UTC/)
    expect(arrival.html).toContain('<dt>From</dt>')
  })

  test('escapes what a browser calls itself', async () => {
    await useDesktop('kim', site.browser('<script>alert(1)</script>'))
    const { arrival } = await site.open('kim')
    expect(arrival.html).toContain('<dt>By</dt><dd>&lt;script&gt;alert(1)')
    expect(arrival.html).not.toContain('<script>')
  })

  test('ends one sign-in, which renews no token and opens no page any more', async () => {
    const [gone, stays] = [await useDesktop('ben'), await useDesktop('ben')]
    const opened = await site.open('ben')
    expect(namesOn(opened.arrival.html)).toHaveLength(3)
    expect([await gone.renew(), await stays.renew()]).toEqual([200, 200])
    const all = [...opened.arrival.html.matchAll(/value="([0-9a-f]+)">End the sign-in to Desktop/g)]
    // The last used stands first.
    const oldest = all.at(-1)?.[1] ?? ''
    const after = await site.send(opened, `${site.base}/end`, { 'sign-in': oldest })
    expect(after.url.pathname).toBe(site.base)
    expect(namesOn(after.html)).toHaveLength(2)
    expect([await gone.renew(), await stays.renew()]).toEqual([400, 200])
    expect((await gone.browser.open(site.base)).url.pathname).toContain('/sign-in/')
    const trail = await (await site.client.ask('GET', '/admin/v1/audit/export')).text()
    expect(trail).toContain('End sign-in')
  })

  test('ends all, this one too', async () => {
    const tool = await useDesktop('eve')
    const opened = await site.open('eve')
    const done = await site.send(opened, `${site.base}/end-all`)
    expect(done.html).toContain('All sign-ins have ended')
    expect(await tool.renew()).toBe(400)
    expect((await opened.browser.open(site.base)).url.pathname).toContain('/sign-in/')
  })

  test('says where it lists only the last ones, and ends the others too', async () => {
    await site.people.add('joy', [])
    await useDesktop('joy')
    const said = 'These are the 200 that were used last.'
    expect((await site.open('joy')).arrival.html).not.toContain(said)
    await repeatSignIn('joy', 210)
    const opened = await site.open('joy')
    expect(namesOn(opened.arrival.html)).toHaveLength(200)
    expect(opened.arrival.html).toContain(said)
    await site.send(opened, `${site.base}/end-all`)
    const { arrival } = await site.open('joy')
    expect(namesOn(arrival.html)).toEqual(['Taxiway account pages'])
    expect(arrival.html).not.toContain(said)
  })

  test('shows and ends nobody else’s', async () => {
    const tool = await useDesktop('ada')
    const ada = await site.open('ada')
    const ben = await site.open('ben')
    const theirs = idOf(ada.arrival.html, 'Desktop tool') ?? ''
    expect(theirs).toHaveLength(64)
    expect(ben.arrival.html).not.toContain(theirs)
    await site.send(ben, `${site.base}/end`, { 'sign-in': theirs })
    expect(await tool.renew()).toBe(200)
    const forged = await ben.browser.send(`${site.base}/end`, { 'sign-in': theirs })
    expect(forged.status).toBe(400)
  })
})

test('ending needs a sign-in of the last five minutes; looking does not', async () => {
  const tool = await useDesktop('kim')
  const opened = await site.open('kim')
  const id = idOf(opened.arrival.html, 'Desktop tool') ?? ''
  await letAge(opened.browser)
  const later = await opened.browser.open(site.base)
  expect(later.url.pathname).toBe(site.base)
  expect(namesOn(later.html)).toContain('Desktop tool')
  expect(later.html).not.toContain('End the sign-in')
  expect(later.html).toContain(`href="${site.base}/again"`)
  const refused = await site.send(opened, `${site.base}/end`, { 'sign-in': id })
  expect(refused.url.pathname).toContain('/sign-in/')
  expect(await tool.renew()).toBe(200)
  const again = await opened.browser.open(`${site.base}/again`)
  const fields = { username: 'kim@contoso.test', password }
  const arrival = await opened.browser.send(`${again.url.pathname}/password`, fields)
  expect(arrival.html).toContain('End the sign-in')
})

describe('consent', () => {
  test('is withdrawn by someone who may give it, for everybody; tokens made from then on lack it', async () => {
    const chief = await site.open('chief')
    expect(chief.arrival.html).toContain('Withdraw consent to Desktop tool')
    expect(chief.arrival.html).toContain(`<li>${scope}</li>`)
    const after = await site.send(chief, `${site.base}/withdraw`, { program: desktop })
    expect(after.html).not.toContain('Withdraw consent to Desktop tool')
    await site.people.add('lea', [])
    const { arrival } = await enterDesktop('lea')
    expect(arrival.html).toContain('Need admin approval')
    // What was not allowed is no sign-in.
    expect(namesOn((await site.open('lea')).arrival.html)).toEqual(['Taxiway account pages'])
    const trail = await (await site.client.ask('GET', '/admin/v1/audit/export')).text()
    expect(trail).toContain('Withdraw consent to Application')
  })

  test('is not withdrawn by others', async () => {
    const { applications } = site.registry.app
    const portal = async () =>
      (await applications.list(site.tenantId)).find(({ displayName }) => displayName === 'Portal')
    const before = await portal()
    const ben = await site.open('ben')
    expect(ben.arrival.html).not.toContain('Withdraw consent')
    await site.send(ben, `${site.base}/withdraw`, { program: before?.id ?? '' })
    expect(before?.signIn.consentedScopes).toHaveLength(1)
    expect(await portal()).toEqual(before)
  })
})
