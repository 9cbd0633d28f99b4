/**
 * The authorization matrix: every protected route of every surface, and every way of not being allowed.
 * Routes come from the surfaces' own tables, so that a new one is in it from its first day.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRoles, destructive, platformRoles } from '../../src/core/access/permissions.ts'
import { ensureUser } from '../../src/core/directory/user.ts'
import { peopleIn } from '../../src/identity-provider/storage/people.ts'
import { type Client, json, openRegistry, origin } from '../support/registry.ts'
import { type Forgery, forge, forgeries } from './forged-tokens.ts'
import {
  contentOf,
  type Ids,
  populate,
  type Registry,
  type RouteRequest,
  routeRequests,
} from './route-requests.ts'

let registry: Registry
let owner: Client
let other: Client
let ids: Ids
let routes: readonly RouteRequest[]
let before: string

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant([...allRoles, ...platformRoles])
  other = await registry.newTenant()
  ids = await populate(owner, 'Kiosk', 'PLANTED-SERIAL')
  routes = routeRequests(registry, ids)
  before = await contentOf(registry)
})

afterAll(() => registry.close())

async function ask(
  { method, url }: RouteRequest,
  token: string | null,
  sent = '{}',
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  const body = method === 'GET' ? {} : { body: sent }
  return await registry.app.fetch(new Request(`${origin}${url}`, { method, headers, ...body }))
}

/** Routes that answered with something else, and what that was. */
async function exceptions(
  token: string | null,
  status: number,
  asked = routes,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const route of asked) {
    const answer = await ask(route, token)
    const text = await answer.text()
    if (answer.status !== status || text.includes('PLANTED'))
      found.push(`${answer.status} ${route.title}`)
  }
  return found
}

test('there are routes, on every surface, for reading and for changing', () => {
  expect(routes.length).toBeGreaterThan(150)
  for (const surface of ['/v1.0/', '/beta/', '/admin/v1/']) {
    const own = routes.filter(({ url }) => url.startsWith(surface))
    expect(new Set(own.map(({ changes }) => changes))).toEqual(new Set([true, false]))
  }
})

test('the owner is let in by every route that reads', async () => {
  const shut: string[] = []
  for (const route of routes.filter(({ changes, method }) => !changes && method === 'GET')) {
    const { status } = await ask(route, owner.token)
    if (status === 401 || status === 403 || status >= 500) shut.push(`${status} ${route.title}`)
  }
  expect(shut).toEqual([])
  before = await contentOf(registry)
})

describe('a request with', () => {
  test.each(Object.keys(forgeries) as Forgery[])(
    '%s is refused by every route, and nothing happens',
    async (title) => {
      const token = forgeries[title](await forge(registry, owner, other))
      expect(await exceptions(token, 401)).toEqual([])
      expect(await contentOf(registry)).toBe(before)
    },
  )
})

test('a program without any role is refused by every route, and refused changes are in the trail', async () => {
  const { token } = await registry.newClient(owner.tenantId, [])
  const [start, earlier] = [await contentOf(registry), await refusals()]
  expect(await exceptions(token, 403)).toEqual([])
  expect(await contentOf(registry)).toBe(start)
  expect(await refusals()).toBe(earlier + routes.filter(({ audit }) => audit).length)
})

test('a person needs a role and a program with the scope, on every route', async () => {
  const { signed, header, claims } = await forge(registry, owner, other)
  const scopes = [...allRoles, ...platformRoles]
  const tokenOf = async (name: string, roles: readonly string[], scp: readonly string[]) => {
    const userPrincipalName = `${name}@contoso.test`
    const { tenantId } = owner
    const person = { tenantId, userPrincipalName, displayName: name, roles, licensed: false }
    await ensureUser(registry.app.users, async () => '', person)
    const { id: oid } =
      (await peopleIn(registry.store).findByName(tenantId, userPrincipalName)) ?? {}
    const seconds = Math.floor(Date.now() / 1000)
    const said = { oid, scp: scp.join(' '), amr: ['pwd'], auth_time: seconds - 5 }
    return signed(header, { ...claims, idtyp: undefined, roles: undefined, ...said })
  }
  const all = ['Global Administrator', 'Platform Operator']
  const [noRole, noScope, both] = [
    await tokenOf('norole', [], scopes),
    await tokenOf('noscope', all, ['profile']),
    await tokenOf('both', all, scopes),
  ]
  // What is below /me is everybody's own.
  const others = routes.filter(({ path }) => !/^\/me(\/|$)/.test(path))
  const start = await contentOf(registry)
  expect(await exceptions(noRole, 403, others)).toEqual([])
  expect(await exceptions(noScope, 403, others)).toEqual([])
  expect(await contentOf(registry)).toBe(start)
  // Reading that belongs into the trail asks for a fresh factor, as changes do.
  for (const route of routes.filter(({ audit, method }) => !audit && method === 'GET'))
    expect([401, 403], route.title).not.toContain((await ask(route, both)).status)
  // A person who must have a second factor, and came without, destroys nothing.
  const destroying = routes.filter(
    ({ changes, permission }) => changes && destructive.has(permission),
  )
  expect(destroying.length).toBeGreaterThan(20)
  expect(await exceptions(both, 403, destroying)).toEqual([])
  expect(await contentOf(registry)).toBe(start)
})

test('a token of another tenant shows and changes nothing of this one', async () => {
  const start = await contentOf(registry)
  const named = routes.filter(({ path }) => path.includes(':'))
  const found: string[] = []
  for (const route of named) {
    const answer = await ask(route, other.token)
    if (answer.ok || (await answer.text()).includes('PLANTED')) found.push(route.title)
  }
  expect(found).toEqual([])
  expect(await contentOf(registry)).toBe(start)
  for (const route of routes.filter(({ changes, method }) => !changes && method === 'GET')) {
    const text = await (await ask(route, other.token)).text()
    if (text.includes('PLANTED')) found.push(route.title)
  }
  expect(found).toEqual([])
})

test('a batch gives nobody more than single requests do', async () => {
  const { token } = await registry.newClient(owner.tenantId, [])
  const requests = routes
    .filter(({ url }) => url.startsWith('/beta/'))
    .slice(0, 20)
    .map(({ method, url }, id) => ({ id: String(id), method, url: url.slice('/beta'.length) }))
  const path = '/beta/$batch'
  for (const [bearer, status] of [
    [token, 403],
    [null, 401],
  ] as const) {
    const answer = await ask(
      { method: 'POST', url: path } as RouteRequest,
      bearer,
      JSON.stringify({ requests }),
    )
    const { responses = [] } = await json(answer)
    const statuses = new Set(responses.map((each: { status: number }) => each.status))
    if (answer.status !== 401) expect(statuses).toEqual(new Set([status]))
  }
})

async function refusals(): Promise<number> {
  const { rows } = await registry.store.pool.query<{ n: string }>(
    "select count(*) as n from audit_entry where entry::jsonb ->> 'result' = 'Failure'",
  )
  return Number(rows[0]?.n)
}
