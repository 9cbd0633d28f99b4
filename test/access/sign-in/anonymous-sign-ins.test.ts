/** A stranger who begins sign-ins and answers none leaves nothing in the database but the counter of an address. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInRule } from '../../../src/identity-provider/core/attempts.ts'
import { peopleOf } from '../../factors/registry-people.ts'
import { type Client, openRegistry } from '../../support/registry.ts'
import { browserSession, codeRequest } from '../../surfaces/authority/browser-session.ts'
import { authorizePath, password } from '../../surfaces/authority/people.ts'
import type { Registry } from '../route-requests.ts'

let registry: Registry
let owner: Client
const program = { client_id: '', redirect_uri: 'https://spa.example/back' }
beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  const people = await peopleOf(registry, owner)
  await people.add('ada', [])
  const apps = await registry.app.applications.list(owner.tenantId)
  program.client_id = apps.find(({ displayName }) => displayName === 'Portal')?.id ?? ''
})
afterAll(() => registry.close())

function ask(url: string, address: string, init: RequestInit = {}) {
  const request = new Request(new URL(url, 'https://localhost:8443'), init)
  return registry.app.fetch(request, { address, drop: () => undefined })
}

async function rows(): Promise<{ state: number; attempts: number; bytes: number }> {
  const { rows: found } = await registry.store.pool.query(
    `select (select count(*)::integer from protocol_state) as state,
       (select count(*)::integer from attempt) as attempts,
       (select coalesce(sum(length(payload)), 0)::integer from protocol_state) as bytes`,
  )
  return found[0]
}

test('requests to sign in leave no row of theirs, and from one address so many are taken', async () => {
  const before = await rows()
  const statuses: number[] = []
  const begin = async () => {
    const { query } = codeRequest({ ...program, state: 'x'.repeat(2_000) })
    const answer = await ask(authorizePath(owner.tenantId, query), '203.0.113.5')
    statuses.push(answer.status)
    await answer.body?.cancel()
  }
  await begin()
  // As if all but the last few of the window had been asked.
  await registry.store.pool.query('update attempt set used = $1 where kind = $2', [
    signInRule.perWindow - 50,
    signInRule.kind,
  ])
  for (let n = 0; n < 100; n++) await begin()
  expect(statuses.slice(0, 51)).toEqual(Array(51).fill(303))
  expect(statuses.slice(51)).toEqual(Array(50).fill(429))
  expect(await rows()).toEqual({ ...before, attempts: before.attempts + 1 })
})

test('one that is answered goes on, also with a request as long as one may be', async () => {
  const browser = browserSession({ request: (url, init) => ask(url, '192.0.2.1', init) })
  const { query } = codeRequest({ ...program, state: noise(6_500) })
  const page = await browser.open(authorizePath(owner.tenantId, query))
  const fields = { username: 'ada@contoso.test', password }
  const wrong = await browser.send(`${page.url.pathname}/password`, { ...fields, password: 'no' })
  expect(wrong.status).toBe(401)
  const arrival = await browser.send(`${page.url.pathname}/password`, fields)
  expect(arrival.url.searchParams.has('code')).toBe(true)
})

test('what a browser keeps is of no use in another sign-in, changed, or without its cookie', async () => {
  const browser = browserSession({ request: (url, init) => ask(url, '192.0.2.2', init) })
  const open = () => browser.open(authorizePath(owner.tenantId, codeRequest(program).query))
  const [one, other] = [await open(), await open()]
  const kept = (path: string) => browser.cookies().filter((each) => each.path === path)
  const cookieOf = (path: string, change = (name: string, value: string) => `${name}=${value}`) =>
    kept(path)
      .map(({ name, value }) => change(name, value))
      .join('; ')
  const status = async (path: string, cookie: string) =>
    (await ask(path, '192.0.2.2', { headers: { cookie } })).status
  const path = one.url.pathname
  expect(await status(path, cookieOf(path))).toBe(200)
  const foreign = cookieOf(other.url.pathname, (name, value) =>
    name.includes('interaction') ? `${name}=${path.split('/').at(-1)}` : `${name}=${value}`,
  )
  const changed = cookieOf(path, (name, value) =>
    name.includes('sign-in') ? `${name}=${value.slice(0, -3)}AAA` : `${name}=${value}`,
  )
  const without = cookieOf(path).split('; __Secure-sign-in')[0] ?? ''
  for (const cookie of [foreign, changed, '', without.replace(/__Secure-sign-in-0=[^;]*;? ?/, '')])
    expect(await status(path, cookie)).toBe(400)
})

function noise(length: number): string {
  let text = ''
  for (let n = 0; text.length < length; n++) text += Math.imul(n, 2_654_435_761).toString(36)
  return text.slice(0, length).replaceAll('-', 'x')
}
