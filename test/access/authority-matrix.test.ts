/**
 * Every permission × every route × (has it, has everything else, has it by a group, had it a second ago on the other
 * server), over HTTP, on two servers with one database. What a caller may do is said here by the table of permissions
 * alone; which permission a route asks for, by the table of routes.
 *
 * Here a slice of it; `npm run matrix` asks all.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissionTable } from '../../src/core/access/permission-table.ts'
import {
  allRoles,
  everybodysPermissions,
  type Permission,
  permissions,
  platformRoles,
} from '../../src/core/access/permissions.ts'
import { type Client, json } from '../support/registry.ts'
import { giveRole } from '../support/roles.ts'
import { isGiven, personWith, programWith, roleOf } from './callers-of-matrix.ts'
import { type RouteRequest, routeRequests } from './route-requests.ts'
import { eachAtOnce, openTwoServers, type TwoServers } from './two-servers.ts'

const isWhole = process.env['TAXIWAY_MATRIX'] === 'all'

let servers: TwoServers
let routes: readonly RouteRequest[]
const counts = { asked: 0, letIn: 0 }

beforeAll(async () => {
  servers = await openTwoServers()
  // Ids of nothing: a caller that is let in finds nothing to change.
  const nothing = new Proxy({}, { get: () => randomUUID() })
  routes = routeRequests(servers.registry, nothing).filter(({ path }) => !path.includes('{'))
})
afterAll(async () => {
  await servers.close()
  expect([...servers.registry.failures, ...servers.failures]).toEqual([])
  if (isWhole)
    console.info(
      `matrix: ${permissions.length} permissions, ${routes.length} routes, ${counts.asked} requests, ${counts.letIn} let in`,
    )
})

/** Who gives and takes. A tenant for each permission: with one for all, reading its trail again and again takes an hour. */
const newOwner = () => servers.registry.newTenant([...allRoles, ...platformRoles])

const own: readonly Permission[] = ['own-device.read', 'own-device.report']

/** Each permission that somebody can have; in the slice every eighth. */
const asked = permissions.filter(
  (each, i) => !own.includes(each) && (isWhole || i % 8 === 1 || each === 'tenants.write'),
)

/** The routes that ask for it, and every so many of the others. */
function some(permission: Permission, every: number): readonly RouteRequest[] {
  const at = permissions.indexOf(permission)
  return routes.filter((route, i) => route.permission === permission || (i + at) % every === 0)
}

const routesFor = (permission: Permission) => (isWhole ? routes : some(permission, 25))

/** From the route itself, which nobody without the permission reaches. Every other 429 comes before the question. */
const alreadySynced = 'A sync was triggered less than 10 minutes ago'

/** Past the check of permissions; what is found behind it, such as nothing of that id, is another matter. */
async function isLetIn(server: 0 | 1, route: RouteRequest, token: string): Promise<boolean> {
  const { method, url: path } = route
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
  const { status, text } = await servers.ask(server, { method, path, token, ...body })
  const isAnswered = status === 429 && text.includes(alreadySynced)
  if ([401, 429, 500, 503].includes(status) && !isAnswered)
    throw new Error(`${method} ${path}: ${status} ${text}`)
  const letIn = !(status === 403 && /needs (one of the|a role with)/.test(text))
  counts.asked += 1
  counts.letIn += Number(letIn)
  return letIn
}

/** Routes where the caller was let in and should not be, or the reverse. */
async function differences(
  asking: readonly RouteRequest[],
  { server = 0, token, may, isPerson = false }: Caller,
): Promise<readonly string[]> {
  const asked = asking.filter(({ path }) => !(isPerson && endsOwn.test(path)))
  const found = await eachAtOnce(asked, async (route) => {
    const letIn = await isLetIn(server, route, token)
    return letIn === may(route.permission)
      ? []
      : [`${letIn ? 'let in' : 'shut out'} ${route.title}`]
  })
  return found.flat()
}

/** Asks one server, then some of it on the other, takes it away on the first, and asks the other again. */
async function hadUntilTaken(
  permission: Permission,
  { taking, thereafter, ...caller }: Caller & Taken,
): Promise<void> {
  const asking = routesFor(permission)
  expect(await differences(asking, caller)).toEqual([])
  const onOther = { ...caller, server: 1 } as const
  expect(await differences(some(permission, 20), onOther)).toEqual([])
  await taking()
  expect(await differences(asking, { ...onOther, may: thereafter })).toEqual([])
}

/** A person who is let in there is not signed in any more, so only programs ask it. */
const endsOwn = /^\/me\/revoke/

type Caller = {
  readonly server?: 0 | 1
  readonly isPerson?: boolean
  readonly token: string
  readonly may: (permission: Permission) => boolean
}

type Taken = {
  readonly taking: () => Promise<void>
  /** What the caller may do afterwards. */
  readonly thereafter: Caller['may']
}

/** The first scope that carries it, and all that it carries. */
function scopeOf(permission: Permission): readonly [string, (other: Permission) => boolean] {
  const [scope = ''] = permissionTable[permission].scopes
  return [scope, (other) => (permissionTable[other].scopes as readonly string[]).includes(scope)]
}

const given = asked.filter(isGiven)
const notGiven = asked.filter((each) => !isGiven(each))

describe.each(given)('%s', (permission) => {
  const only = (other: Permission) => other === permission
  const none = () => false
  const ofEverybody = (other: Permission) => everybodysPermissions.includes(other)

  test('opens its own routes to the program that has it, and ends on the other server with the assignment', async () => {
    const owner = await newOwner()
    const roleId = await roleOf(owner, [permission])
    const { token, applicationId } = await servers.registry.newClient(owner.tenantId, [])
    const principal = { principalKind: 'application', principalId: applicationId } as const
    const assignment = await giveRole(owner, roleId, principal)
    const taking = () => remove(owner, `/admin/v1/role-assignments/${assignment}`)
    await hadUntilTaken(permission, { token, may: only, taking, thereafter: none })
  })

  test('is missed by the program that has all others', async () => {
    const owner = await newOwner()
    const others = permissions.filter((each) => isGiven(each) && each !== permission)
    const roleId = await roleOf(owner, others)
    const { token } = await programWith(servers.registry, owner, { roleId })
    const may = (each: Permission) => others.includes(each)
    expect(await differences(routesFor(permission), { server: 1, token, may })).toEqual([])
  })

  test('is had by a group, and ends on the other server with the membership', async () => {
    const owner = await newOwner()
    const { id, token } = await personWith(servers.registry, owner, { name: 'member', roles: [] })
    const group = await groupWith(owner, {
      personId: id,
      roleId: await roleOf(owner, [permission]),
    })
    const may = (each: Permission) => only(each) || ofEverybody(each)
    const taking = () => remove(owner, `/v1.0/groups/${group}/members/${id}/$ref`)
    await hadUntilTaken(permission, { isPerson: true, token, may, taking, thereafter: ofEverybody })
  })
})

describe.each(notGiven)('%s, which no role of a tenant gives,', (permission) => {
  test('opens its own routes to the program whose scope carries it, on either server', async () => {
    const owner = await newOwner()
    const [scope, may] = scopeOf(permission)
    const { token } = await servers.registry.newClient(owner.tenantId, [scope])
    expect(await differences(routesFor(permission), { token, may })).toEqual([])
    expect(await differences(some(permission, 20), { server: 1, token, may })).toEqual([])
  })

  test('is missed by the program that has all others', async () => {
    const owner = await newOwner()
    const [, carried] = scopeOf(permission)
    const rest = [...allRoles, ...platformRoles].filter(
      (scope) => !(permissionTable[permission].scopes as readonly string[]).includes(scope),
    )
    const may = (other: Permission) =>
      (permissionTable[other].scopes as readonly string[]).some((scope) => rest.includes(scope))
    expect(carried(permission) && !may(permission)).toBe(true)
    const { token } = await servers.registry.newClient(owner.tenantId, rest)
    expect(await differences(routesFor(permission), { token, may })).toEqual([])
  })
})

/** On the first server, by a caller with the permission. */
async function remove({ token }: Client, path: string): Promise<void> {
  const { status, text } = await servers.ask(0, { method: 'DELETE', path, token })
  expect(status, text).toBe(204)
}

async function groupWith(
  owner: Client,
  { personId, roleId }: { readonly personId: string; readonly roleId: string },
): Promise<string> {
  const group = { displayName: 'Holders', securityEnabled: true, mailEnabled: false }
  const { id } = await json(
    owner.ask('POST', '/v1.0/groups', { ...group, mailNickname: 'holders' }),
  )
  await giveRole(owner, roleId, { principalKind: 'group', principalId: id })
  const member = `https://graph.microsoft.com/v1.0/directoryObjects/${personId}`
  const added = await owner.ask('POST', `/v1.0/groups/${id}/members/$ref`, { '@odata.id': member })
  expect(added.status).toBe(204)
  return id
}
