/**
 * Every writing route, asked by a program with the route's permission alone about things outside its reach: those of
 * another tenant and, where the role is for some group tags, devices with other ones. Each answer is that for a thing
 * that does not exist, word for word, and nothing of them changes.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissionTable } from '../../../src/core/access/permission-table.ts'
import type { Permission } from '../../../src/core/access/permissions.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { isGiven, programWith, roleOf } from '../callers-of-matrix.ts'
import {
  type Ids,
  populate,
  type Registry,
  type RouteRequest,
  routeRequests,
} from '../route-requests.ts'
import { thingsOf } from '../things.ts'
import { bodiesFor } from './writing-bodies.ts'

let registry: Registry
let owner: Client
let foreign: Client
let foreignThings: Ids
let officeThings: Ids
let description: Json

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  foreign = await registry.newTenant()
  foreignThings = await thingsOf(registry, foreign)
  officeThings = await populate(owner, 'Office', 'OUT-OF-REACH')
  description = await json(owner.ask('GET', '/admin/v1/openapi.json'))
})
afterAll(async () => {
  expect(registry.failures).toEqual([])
  await registry.close()
})

/** Once in ten minutes, whatever it is asked about. */
const onceInAWhile = /\/sync$/i

/** With an id in its path or in what it takes. */
const writing = (ids: Ids) =>
  routeRequests(registry, ids).filter(
    ({ method, permission, path }) =>
      method !== 'GET' && isGiven(permission) && !onceInAWhile.test(path),
  )

/** The same words, each for an id of nothing. */
function nothingLike(ids: Ids): Ids {
  const made = new Map(Object.values(ids).map((id) => [id, newUuid()]))
  return Object.fromEntries(Object.entries(ids).map(([word, id]) => [word, made.get(id) ?? '']))
}

/** What an answer says, without what no two answers share: ids, secrets, codes and times. */
function plain(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, 'ID')
    .replaceAll(/\b([0-9A-Z]{4}-){3}[0-9A-Z]{4}\b/g, 'CODE')
    .replaceAll(/[\w-]{40,}/g, 'SECRET')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'TIME')
}

async function askedBy(client: Client, route: RouteRequest, body: object | undefined) {
  const { method, url } = route
  const answer = await client.ask(method, url, method === 'DELETE' ? undefined : body)
  return { status: answer.status, text: await answer.text() }
}

type Answer = { readonly status: number; readonly text: string }

function isSame(one: Answer, other: Answer): boolean {
  return one.status === other.status && plain(one.text) === plain(other.text)
}

type Walk = {
  readonly found: readonly string[]
  /** How many said that there is no such thing: the others refuse what they are sent before they look. */
  readonly missed: number
}

/** Routes whose answers differ between what is out of reach and what does not exist, or that name what is out of reach. */
async function differing(
  callerFor: (permission: Permission) => Promise<Client | undefined>,
  things: Ids,
  marks: RegExp,
): Promise<Walk> {
  const nothing = nothingLike(things)
  const beyond = writing(things)
  const found: string[] = []
  let missed = 0
  for (const [at, route] of writing(nothing).entries()) {
    const aimed = beyond[at]
    const caller = await callerFor(route.permission)
    if (aimed === undefined || caller === undefined) continue
    const aimedBodies = bodiesFor(aimed, things, description)
    for (const [n, body] of bodiesFor(route, nothing, description).entries()) {
      const none = await askedBy(caller, route, body)
      const out = await askedBy(caller, aimed, aimedBodies[n])
      missed += Number(none.status === 404)
      const sent = JSON.stringify(aimedBodies[n]) ?? ''
      if (!isSame(none, out) || (marks.test(out.text) && !marks.test(sent)))
        found.push(`${route.title} ${sent}: ${out.status} ${out.text}, not ${none.text}`)
    }
  }
  return { found, missed }
}

const once = <T>(make: (permission: Permission) => Promise<T>) => {
  const made = new Map<Permission, Promise<T>>()
  return (permission: Permission): Promise<T> => {
    const known = made.get(permission) ?? make(permission)
    made.set(permission, known)
    return known
  }
}

/** Everything of a tenant, but for its trail. */
async function contentOf({ tenantId }: Client, table = '.*'): Promise<readonly string[]> {
  const { rows: tables } = await registry.store.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'
       and table_name ~ $1 and table_name !~ '^(audit_|request_budget|protocol_state)' order by 1`,
    [table],
  )
  const lines: string[] = []
  for (const { name } of tables) {
    const { rows } = await registry.store.pool.query<{ line: string }>(
      `select kept::text as line from ${name} as kept where tenant_id = $1 order by 1`,
      [tenantId],
    )
    lines.push(...rows.map(({ line }) => `${name}: ${line}`))
  }
  return lines
}

test('things of another tenant are as if they were not there', async () => {
  const before = await contentOf(foreign)
  const alone = once(async (permission) =>
    programWith(registry, owner, { roleId: await roleOf(owner, [permission]) }),
  )
  const walk = await differing(alone, foreignThings, /SPELLED|Head office|receiver\.example/)
  expect(walk.found).toEqual([])
  expect(walk.missed).toBeGreaterThan(100)
  expect(await contentOf(foreign)).toEqual(before)
})

test('devices with other group tags are, too', async () => {
  const devices = () => contentOf(owner, '^(device|deleted_device)$')
  const before = await devices()
  const limited = once(async (permission) =>
    permissionTable[permission].limit === 'tags'
      ? programWith(registry, owner, {
          roleId: await roleOf(owner, [permission]),
          groupTags: ['Kiosk'],
        })
      : undefined,
  )
  const { device, devices: object } = officeThings
  const only: Ids = Object.fromEntries(
    Object.entries(officeThings).filter(([, id]) => id === device || id === object),
  )
  const walk = await differing(limited, only, /OUT-OF-REACH/)
  expect(walk.found).toEqual([])
  expect(walk.missed).toBeGreaterThan(15)
  const after = await devices()
  expect(before.filter((line) => !after.includes(line))).toEqual([])
})
