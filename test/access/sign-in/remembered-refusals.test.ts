/**
 * A caller who has used up what is allowed, and goes on asking, costs the database nothing more: the refusal is remembered
 * until its window ends. The statements that write are counted, not timed.
 */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { spending } from '../../../src/core/budgets/budget.ts'
import {
  type AttemptRule,
  addressRule,
  passwordRule,
  secretRule,
  signInRule,
  userCodeRule,
} from '../../../src/identity-provider/core/attempts.ts'
import { toBase32 } from '../../../src/identity-provider/core/factors/codes/base32.ts'
import { activationRule } from '../../../src/identity-provider/core/factors/codes/code-lock.ts'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { deviceCodeGrant } from '../../../src/identity-provider/oidc/token-request.ts'
import { budgetsIn } from '../../../src/storage/budgets/budgets.ts'
import { peopleOf } from '../../factors/registry-people.ts'
import { statementsOf } from '../../support/databases/counted-statements.ts'
import { type Client, json, openRegistry, origin } from '../../support/registry.ts'
import { browserSession, codeRequest } from '../../surfaces/authority/browser-session.ts'
import { authorizePath } from '../../surfaces/authority/people.ts'
import type { Registry } from '../route-requests.ts'

const more = 20

let registry: Registry
let owner: Client
const program = { client_id: '', redirect_uri: 'https://spa.example/back' }
beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  const people = await peopleOf(registry, owner)
  for (const name of ['ada', 'ben']) await people.add(name, [])
  const apps = await registry.app.applications.list(owner.tenantId)
  program.client_id = apps.find(({ displayName }) => displayName === 'Portal')?.id ?? ''
  const allowed = await owner.ask('PUT', '/admin/v1/sign-in-policy', { deviceCode: true })
  expect(allowed.status, await allowed.text()).toBeLessThan(300)
})
afterAll(() => registry.close())

function askAs(address: string) {
  return (url: string, init: RequestInit = {}) =>
    registry.app.fetch(new Request(new URL(url, origin), init), { address, drop: () => undefined })
}

/** As if all of the window but the next attempt had been made. */
async function almostSpent({ kind, perWindow }: AttemptRule): Promise<void> {
  const { rowCount } = await registry.store.pool.query(
    'update attempt set used = $1 where kind = $2',
    [perWindow - 1, kind],
  )
  expect(rowCount, kind).toBeGreaterThan(0)
}

/** Statements that write while something that is refused is asked again and again. */
async function writesOf(ask: () => Promise<{ readonly status: number }>): Promise<string[]> {
  const statuses = new Set<number>()
  const asked = await statementsOf(registry.store, async () => {
    for (let n = 0; n < more; n++) statuses.add((await ask()).status)
  })
  expect([...statuses].every((status) => status >= 400)).toBe(true)
  return asked.filter((text) =>
    /\b(insert into|update \w+ set|delete from|for update)\b/i.test(text),
  )
}

/** Asks until the window is used up, and then more. */
async function remembered(
  rule: AttemptRule,
  ask: () => Promise<{ readonly status: number }>,
): Promise<void> {
  await ask()
  await almostSpent(rule)
  // The last that is counted, and the one that finds out that it was the last.
  await ask()
  expect((await ask()).status, rule.kind).toBe(429)
  expect(await writesOf(ask), rule.kind).toEqual([])
}

async function passwordAs(address: string) {
  const browser = browserSession({ request: askAs(address) })
  const { url } = await browser.open(authorizePath(owner.tenantId, codeRequest(program).query))
  return (name: string) =>
    browser.send(`${url.pathname}/password`, { username: `${name}@contoso.test`, password: 'no' })
}

test('a locked password', async () => {
  const tryAs = await passwordAs('192.0.2.1')
  for (let n = 0; n < passwordRule.perWindow; n++) await tryAs('ada')
  expect((await tryAs('ada')).status).toBe(429)
  expect(await writesOf(() => tryAs('ada'))).toEqual([])
})

test('an address that has tried many names', async () => {
  const tryAs = await passwordAs('192.0.2.2')
  let n = 0
  await remembered(addressRule, () => tryAs(`nobody-${n++}`))
})

test('a client secret', async () => {
  const ask = askAs('192.0.2.3')
  await remembered(secretRule, () =>
    ask(`/${owner.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: owner.applicationId,
        client_secret: 'guessed',
        scope: 'https://graph.microsoft.com/.default',
      }),
    }),
  )
})

test('sign-ins that are only begun', async () => {
  const ask = askAs('192.0.2.4')
  await remembered(signInRule, () =>
    ask(authorizePath(owner.tenantId, codeRequest(program).query), { redirect: 'manual' }),
  )
})

test('typed user codes, whose refusal says when to come again', async () => {
  const page = `/${owner.tenantId}/oauth2/v2.0/deviceauth`
  const browser = browserSession({ request: askAs('192.0.2.5') })
  await browser.open(page)
  const type = () => browser.send(page, { user_code: 'BBBB-BBBB', xsrf: 'x' })
  await remembered(userCodeRule, type)
  expect(Number((await type()).headers.get('retry-after'))).toBeGreaterThan(0)
})

test('the first code of a hardware token', async () => {
  const file = `upn,serial number,secret key,time interval,manufacturer,model\nben@contoso.test,R1,${toBase32(randomBytes(20))},30,Contoso,Key`
  const made = await json(owner.ask('POST', '/admin/v1/hardware-tokens/import', { file }))
  const path = `/admin/v1/hardware-tokens/${made.value[0].id}/activate`
  const ask = () => owner.ask('POST', path, { code: '000000' })
  await remembered(activationRule, ask)
})

test('polls: of a code that waits they are counted once in their window, of made-up ones never', async () => {
  const ask = askAs('192.0.2.6')
  const post = (path: string, form: Record<string, string>) =>
    ask(`/${owner.tenantId}/oauth2/v2.0/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: commandLineId, ...form }),
    })
  const poll = (device_code: string) => post('token', { grant_type: deviceCodeGrant, device_code })
  const madeUp = () => poll(randomBytes(32).toString('base64url'))
  expect((await madeUp()).status).toBe(400)
  expect(await writesOf(madeUp)).toEqual([])

  const { device_code } = await json(post('devicecode', { scope: 'openid' }))
  expect(await json(poll(device_code))).toMatchObject({ error: 'authorization_pending' })
  await registry.store.pool.query(
    `update attempt set window_ends_at = window_ends_at + interval '1 hour' where kind = 'device-poll'`,
  )
  expect(await json(poll(device_code))).toMatchObject({ error: 'slow_down' })
  expect(await writesOf(() => poll(device_code))).toEqual([])
})

test('a budget of requests, on each server once', async () => {
  const now = () => new Date('2026-01-01T00:00:01Z')
  const budget = { name: 'any remembered', limit: 20, seconds: 20 }
  const spend = spending(budgetsIn(registry.store), now)
  const one = () =>
    spend(owner.tenantId, [budget]).then(
      () => ({ status: 200 }),
      () => ({ status: 429 }),
    )
  for (let n = 0; n < budget.limit; n++) expect((await one()).status).toBe(200)
  expect((await one()).status).toBe(429)
  expect(await writesOf(one)).toEqual([])
  const later = spending(budgetsIn(registry.store), now)
  await expect(later(owner.tenantId, [budget])).rejects.toThrow('Too many requests')
})

test('a budget that was refused is there again in the next window', async () => {
  let time = new Date('2026-01-01T00:00:01Z')
  const budget = { name: 'any of a window', limit: 1, seconds: 20 }
  const spend = spending(budgetsIn(registry.store), () => time)
  await spend(owner.tenantId, [budget])
  await expect(spend(owner.tenantId, [budget])).rejects.toThrow('Try again in 19 seconds')
  time = new Date('2026-01-01T00:00:21Z')
  await spend(owner.tenantId, [budget])
})
