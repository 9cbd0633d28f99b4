/** Device code: off unless a tenant switches it on; confirmed on a page; polled with patience. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TenantId } from '../../../src/core/ids.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { devicePollRule } from '../../../src/identity-provider/core/attempts.ts'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { deviceCodeGrant } from '../../../src/identity-provider/oidc/token-request.ts'
import { type Browser, browserSession, hiddenFields } from './browser-session.ts'
import { addSigners, password, type Signers, scope } from './people.ts'
import {
  decode,
  graph,
  post,
  startAuthority,
  type TestAuthority,
  type TokenAnswer,
} from './support.ts'

let authority: TestAuthority
let programs: Signers
beforeAll(async () => {
  authority = await startAuthority()
  programs = await addSigners(authority)
})
beforeEach(() => authority.deps.policies.set(authority.tenantId, { deviceCode: true }))
afterAll(() => authority.close())

type DeviceAnswer = {
  readonly device_code: string
  readonly user_code: string
  readonly verification_uri: string
  readonly expires_in: number
  readonly interval: number
  readonly message: string
}

test('it is off until a tenant allows it', async () => {
  await authority.deps.policies.set(authority.tenantId, { deviceCode: false })
  expect(await (await ask()).json()).toMatchObject({ error_codes: [53003] })
  expect(await (await poll('any')).json()).toMatchObject({ error_codes: [53003] })
  const page = await browserSession(authority.app).open(devicePage())
  expect([page.status, page.html]).toEqual([400, expect.stringContaining('AADSTS53003')])
})

test('a person types the code, sees who asks from where for what, and the device gets tokens', async () => {
  const device = await started()
  expect(device).toMatchObject({ expires_in: 900, interval: 5 })
  expect(device.message).toContain(device.user_code)
  expect(device).not.toHaveProperty('verification_uri_complete')
  expect(await (await poll(device.device_code)).json()).toMatchObject({
    error: 'authorization_pending',
    error_codes: [70016],
  })

  const browser = browserSession(authority.app)
  const confirmation = await enter(browser, device.user_code)
  for (const shown of ['Desktop tool', device.user_code, 'unknown', scope])
    expect(confirmation.html).toContain(shown)
  const page = await confirm(browser, confirmation.html)
  const done = await browser.send(`${page.url.pathname}/password`, {
    username: 'ada@contoso.test',
    password,
  })
  expect(done.html).toContain('You have signed in to Desktop tool')

  await patience(device.device_code)
  const answer = await poll(device.device_code, { grant_type: 'device_code' })
  const tokens = (await answer.json()) as TokenAnswer & { refresh_token: string }
  expect(decode(tokens.access_token)[1]).toMatchObject({ upn: 'ada@contoso.test', scp: scope })
  expect(tokens.refresh_token).toEqual(expect.any(String))
  await patience(device.device_code)
  expect(await (await poll(device.device_code)).json()).toMatchObject({ error_codes: [54005] })
})

test('who is signed in already must still confirm the program', async () => {
  const browser = browserSession(authority.app)
  const first = await confirm(browser, (await enter(browser, (await started()).user_code)).html)
  await browser.send(`${first.url.pathname}/password`, { username: 'ada@contoso.test', password })
  const second = await started()
  const page = await confirm(browser, (await enter(browser, second.user_code)).html)
  expect(page.html).toContain('Are you trying to sign in to Desktop tool?')
  const done = await browser.send(`${page.url.pathname}/consent`)
  expect(done.html).toContain('You have signed in')
})

test('a device that asks too often is asked to slow down', async () => {
  const { device_code } = await started()
  await poll(device_code)
  // The pause that it should make is longer than any of the machine's.
  await authority.store.pool.query(
    "update attempt set window_ends_at = window_ends_at + interval '1 hour' where kind = 'device-poll'",
  )
  expect(await (await poll(device_code)).json()).toMatchObject({ error: 'slow_down' })
})

test('a cancelled request is declined to the device', async () => {
  const device = await started()
  const browser = browserSession(authority.app)
  const { html } = await enter(browser, device.user_code)
  const page = await browser.send(devicePage(), { ...hiddenFields(html), abort: 'yes' })
  expect(page.html).toContain('cancelled')
  expect(await (await poll(device.device_code)).json()).toMatchObject({
    error: 'authorization_declined',
  })
})

test('a code that has expired is worth nothing, to the device and to the person', async () => {
  const device = await started()
  await authority.store.pool.query(
    "update protocol_state set expires_at = now() - interval '1 second' where kind = 'DeviceCode'",
  )
  expect((await poll(device.device_code)).status).toBe(400)
  const page = await enter(browserSession(authority.app), device.user_code)
  expect(page.html).toContain('That code didn’t work')
})

test.each([
  ['another program', () => ({ client_id: commandLineId }), false],
  ['another tenant', () => ({ client_id: commandLineId }), true],
  ['a made-up code', () => ({ device_code: 'made-up' }), false],
] as const)('%s gets nothing for it', async (...[, change, elsewhere]) => {
  const device = await started()
  const other = newUuid() as TenantId
  if (elsewhere) {
    await authority.deps.tenants.ensure({ id: other, displayName: 'F', domains: [`${other}.test`] })
    await authority.deps.policies.set(other, { deviceCode: true })
  }
  const answer = await poll(device.device_code, change(), elsewhere ? other : authority.tenantId)
  expect(answer.status).toBe(400)
})

test('only programs on a person’s own machine may use it', async () => {
  const answer = await ask({ client_id: programs.spa })
  expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_client' }])
})

test('a form that was forged elsewhere does not confirm a code', async () => {
  const device = await started()
  const page = await browserSession(authority.app).send(devicePage(), {
    user_code: device.user_code,
    confirm: 'yes',
    xsrf: 'guessed',
  })
  expect(page.html).not.toContain('name="password"')
})

test('somebody who types many codes is stopped', async () => {
  const browser = browserSession(authority.app)
  await browser.open(devicePage())
  let last = 200
  for (let tries = 0; tries < 25 && last !== 429; tries++)
    last = (await browser.send(devicePage(), { user_code: 'BBBB-BBBB', xsrf: 'x' })).status
  expect(last).toBe(429)
  await authority.store.pool.query("delete from attempt where kind = 'user-code'")
})

function devicePage(): string {
  return `/${authority.tenantId}/oauth2/v2.0/deviceauth`
}

function ask(change: Record<string, string> = {}): Promise<Response> {
  return post(authority.app, `/${authority.tenantId}/oauth2/v2.0/devicecode`, {
    client_id: programs.native,
    scope: `openid offline_access ${graph}/.default`,
    ...change,
  })
}

async function started(): Promise<DeviceAnswer> {
  return (await (await ask()).json()) as DeviceAnswer
}

function poll(device_code: string, change = {}, tenant: string = authority.tenantId) {
  return post(authority.app, `/${tenant}/oauth2/v2.0/token`, {
    grant_type: deviceCodeGrant,
    client_id: programs.native,
    device_code,
    ...change,
  })
}

/** As if the device had waited its seconds. */
function patience(deviceCode: string): Promise<void> {
  return authority.deps.attempts.succeeded(authority.tenantId, devicePollRule.kind, deviceCode)
}

async function enter(browser: Browser, user_code: string) {
  const { html } = await browser.open(devicePage())
  return await browser.send(devicePage(), { ...hiddenFields(html), user_code })
}

function confirm(browser: Browser, html: string) {
  return browser.send(devicePage(), hiddenFields(html))
}
