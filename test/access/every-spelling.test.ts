/**
 * Whatever refuses a request refuses it in every spelling of its path. Routes come from the table of all surfaces, the
 * spellings from the ids that they name, and the requests go over HTTP with the path exactly as it is written.
 *
 * Each route is asked by callers that are refused for different reasons: no token, no permission, another tenant, a
 * limit to tags, no fresh factor, and, with exactly the route's own permission, every rule behind it. Here each of
 * them takes one spelling of each route, all routes together every one; `npm run matrix` takes all of them everywhere.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissionTable } from '../../src/core/access/permission-table.ts'
import {
  allRoles,
  destructive,
  type Permission,
  permissions,
  platformRoles,
} from '../../src/core/access/permissions.ts'
import type { Client } from '../support/registry.ts'
import { isGiven, personWith, programWith, roleOf } from './callers-of-matrix.ts'
import { contentOf, type Ids, type RouteRequest, routeRequests } from './route-requests.ts'
import { credentialSpellingsOf, pathSpellingsOf, spellingsOf } from './spellings.ts'
import { thingsOf } from './things.ts'
import { eachAtOnce, openTwoServers, type TwoServers } from './two-servers.ts'

const isWhole = process.env['TAXIWAY_MATRIX'] === 'all'

let servers: TwoServers
let owner: Client
let ids: Ids
let routes: readonly RouteRequest[]
const counts = { asked: 0, refused: 0 }

beforeAll(async () => {
  servers = await openTwoServers()
  const { registry } = servers
  owner = await registry.newTenant([...allRoles, ...platformRoles])
  ids = await thingsOf(registry, owner)
  routes = routeRequests(registry, ids).filter(({ path }) => path.includes(':'))
})
afterAll(async () => {
  await servers.close()
  expect(servers.registry.failures).toEqual([])
  if (isWhole)
    console.info(
      `spellings: ${routes.length} routes, ${counts.refused} refusals, ${counts.asked} requests`,
    )
})

/** What gets a request past the shape of its body, to the rules. */
const bodies: Readonly<Record<string, object>> = {
  'members/$ref': { '@odata.id': 'https://graph.microsoft.com/v1.0/directoryObjects/$member' },
  'hardware-tokens/:id/activate': { code: '000000' },
  'hardware-tokens/:id/assign': { userId: '$member' },
  'factor-reset': { reason: 'Lost.' },
  'PATCH roles/:id': { permissions },
  'PATCH applications/:id': { roles: ['Taxiway.Tenant.ReadWrite.All'], displayName: 'Mine' },
  'PATCH groups/:id': {
    'members@odata.bind': ['https://graph.microsoft.com/v1.0/directoryObjects/$member'],
  },
  secrets: { displayName: 'Mine' },
  addpassword: { passwordCredential: { displayName: 'Mine' } },
  'PATCH webhooks/:id': { description: 'Mine' },
  'identity-providers/:id': {
    displayName: 'Mine',
    issuer: 'https://login.example/realms/mine',
    clientId: 'mine',
    clientSecret: 'a secret of my own provider',
  },
}

function bodyOf({ method, path }: RouteRequest): string | undefined {
  if (method === 'GET' || method === 'DELETE') return undefined
  const [, body = {}] =
    Object.entries(bodies).find(([end]) => {
      const [first = '', second] = end.split(' ')
      return second === undefined ? path.endsWith(first) : method === first && path.endsWith(second)
    }) ?? []
  return JSON.stringify(body).replaceAll('$member', ids['members'] ?? '')
}

type Spelled = { readonly route: RouteRequest; readonly paths: readonly string[] }

/** The route's path with one of its ids, or its words, spelled otherwise. */
function spelled(route: RouteRequest): Spelled {
  const parts = route.url.split('/')
  const names = parts.filter((part, i) => part === ids[parts[i - 1] ?? ''])
  const paths = names.flatMap((id) => {
    const others = isCredential(id) ? credentialSpellingsOf(id) : spellingsOf(id)
    return [
      ...others.map((other) => route.url.replace(`/${id}`, `/${other}`)),
      route.url.replace(`/${id}`, `('${id}')`),
      route.url.replace(`/${id}`, `(%27${id.toUpperCase()}%27)`),
    ]
  })
  return { route, paths: [...paths, ...pathSpellingsOf(route.url)] }
}

function isCredential(id: string): boolean {
  return id === ids['passkeys']
}

/** Each takes other ones than its neighbours. */
function taken(paths: readonly string[], at: number): readonly string[] {
  return isWhole ? paths : [paths[(at * 7) % paths.length] ?? '']
}

type Asking = { readonly asked?: readonly RouteRequest[]; readonly atOnce?: number }

type Verdict = { readonly refused: number; readonly wrong: readonly string[] }

/** Refused plainly, and then in each spelling, by this rule or because nothing is found. */
async function refusedHowever(
  title: string,
  tokenFor: (route: RouteRequest) => string | undefined | null,
  { asked = routes, atOnce = 8 }: Asking = {},
): Promise<Verdict> {
  const verdict = { refused: 0, wrong: [] as string[] }
  const ask = async ([at, route]: readonly [number, RouteRequest]) => {
    const token = tokenFor(route)
    if (token === null) return
    const { method } = route
    const body = bodyOf(route)
    const sent = { method, ...(token && { token }), ...(body !== undefined && { body }) }
    const plain = await servers.ask(0, { ...sent, path: route.url })
    counts.asked += 1
    if (plain.status < 400) return
    counts.refused += 1
    verdict.refused += 1
    for (const path of taken(spelled(route).paths, at + title.length)) {
      const { status } = await servers.ask(0, { ...sent, path })
      counts.asked += 1
      if (status < 400 || status >= 500)
        verdict.wrong.push(`${title}: ${method} ${path}: ${status} instead of ${plain.status}`)
    }
  }
  await eachAtOnce([...asked.entries()], ask, atOnce)
  return verdict
}

test('the table has routes for every kind of id, and each id has spellings', () => {
  expect(routes.length).toBeGreaterThan(150)
  const spellings = routes.map((route) => spelled(route).paths.length)
  expect(Math.min(...spellings)).toBeGreaterThan(3)
  const named = routes.filter(({ url }) => Object.values(ids).some((id) => url.includes(id)))
  expect(named.length / routes.length).toBeGreaterThan(0.8)
})

test('a caller that may not ask at all is refused in every spelling, and nothing happens', async () => {
  const { registry } = servers
  const other = await registry.newTenant()
  const powerless = await registry.newClient(owner.tenantId, [])
  const tagged = permissions.filter((each) => permissionTable[each].limit === 'tags')
  const limited = await programWith(registry, owner, {
    roleId: await roleOf(owner, tagged),
    groupTags: ['Elsewhere'],
  })
  const before = await contentOf(registry)
  const verdicts = [
    await refusedHowever('nobody', () => undefined),
    await refusedHowever('without a permission', () => powerless.token),
    await refusedHowever('of another tenant', () => other.token),
    await refusedHowever('for other tags', ({ permission }) =>
      tagged.includes(permission) ? limited.token : null,
    ),
  ]
  expect(verdicts.flatMap(({ wrong }) => wrong)).toEqual([])
  for (const { refused } of verdicts) expect(refused).toBeGreaterThan(10)
  expect(await contentOf(registry)).toBe(before)
})

test('a person without a fresh second factor destroys nothing by spelling it otherwise', async () => {
  const { registry } = servers
  const roles = ['Global Administrator', 'Platform Operator']
  const stale = await personWith(registry, owner, { name: 'stale', roles })
  const destroying = routes.filter(
    ({ changes, permission }) => changes && destructive.has(permission),
  )
  const before = await contentOf(registry)
  const verdict = await refusedHowever('without a fresh factor', () => stale.token, {
    asked: destroying,
  })
  expect(verdict.wrong).toEqual([])
  expect(verdict.refused).toBe(destroying.length)
  expect(await contentOf(registry)).toBe(before)
})

test('with just its permission, what a rule refuses it refuses in every spelling, and counts it once', async () => {
  const { registry } = servers
  const needed = [...new Set(routes.map(({ permission }) => permission))].filter(isGiven)
  const holders = new Map<Permission, Client>()
  for (const each of needed)
    holders.set(each, await programWith(registry, owner, { roleId: await roleOf(owner, [each]) }))
  const counters = async () => {
    const { rows } = await registry.store.pool.query<{ n: number }>(
      'select count(*)::integer as n from attempt',
    )
    return rows[0]?.n
  }
  // What is removed is gone for the others, so removals come last. One at a time: where another route takes back what
  // this one was refused for, the next spelling would be let in, and rightly.
  const inOrder = routes.toSorted(
    (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
  )
  const plain = inOrder.filter(({ path }) => path.endsWith('/activate'))
  for (const route of plain) {
    const token = holders.get(route.permission)?.token
    await servers.ask(0, { method: 'POST', path: route.url, token, body: bodyOf(route) ?? '' })
  }
  const before = await counters()
  const verdict = await refusedHowever(
    'with just its permission',
    ({ permission }) => holders.get(permission)?.token ?? null,
    { asked: inOrder, atOnce: 1 },
  )
  expect(verdict.wrong).toEqual([])
  expect(verdict.refused).toBeGreaterThan(50)
  expect(before).toBeGreaterThan(0)
  expect(await counters()).toBe(before)
})
