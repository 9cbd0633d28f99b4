/**
 * Every permission × every route × (has it, has everything else, has it by a group, had it a second ago on the other
 * server), over HTTP, on two servers with one database. What a caller may do is said here by the table of permissions
 * alone; which permission a route asks for, by the table of routes.
 *
 * Here a slice of it; `npm run matrix` asks all.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  allRoles,
  everybodysPermissions,
  type Permission,
  permissions,
  permissionTable,
  platformRoles,
} from '../../src/core/access/permissions.ts'
import { type Client, json } from '../support/registry.ts'
import { give, isGiven, personWith, programWith, roleOf } from './callers-of-matrix.ts'
import { type RouteRequest, routeRequests } from './route-requests.ts'
import { eachAtOnce, openTwoServers, type TwoServers } from './two-servers.ts'

const isWhole = process.env['TAXIWAY_MATRIX'] === 'all'

let servers: TwoServers
let owner: Client
let routes: readonly RouteRequest[]
const counts = { asked: 0, letIn: 0 }

beforeAll(async () => {
  servers = await openTwoServers()
  owner = await servers.registry.newTenant([...allRoles, ...platformRoles])
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

const own: readonly Permission[] = ['own-device.read', 'own-device.report']

/** Each permission that somebody can have; in the slice every fourth. */
const asked = permissions.filter(
  (each, i) => !own.includes(each) && (isWhole || i % 4 === 1 || each === 'tenants.write'),
)

/** The routes that ask for it and, in the slice, only some of the others. */
function routesFor(permission: Permission): readonly RouteRequest[] {
  if (isWhole) return routes
  const at = permissions.indexOf(permission)
  return routes.filter((route, i) => route.permission === permission || (i + at) % 25 === 0)
}

/** Past the question who may; what is found behind it, such as nothing of that id, is another matter. */
async function isLetIn(server: 0 | 1, route: RouteRequest, token: string): Promise<boolean> {
  const { method, url: path } = route
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
  const { status, text } = await servers.ask(server, { method, path, token, ...body })
  expect([401, 429, 500, 503], `${method} ${path}: ${text}`).not.toContain(status)
  const letIn = !(status === 403 && /needs (one of the|a role with)/.test(text))
  counts.asked += 1
  counts.letIn += Number(letIn)
  return letIn
}

/** Routes where the caller was let in and should not be, or the reverse. */
async function differences(
  permission: Permission,
  { server = 0, token, may, isPerson = false }: Caller,
): Promise<readonly string[]> {
  const asking = routesFor(permission).filter(({ path }) => !(isPerson && endsOwn.test(path)))
  const found = await eachAtOnce(asking, async (route) => {
    const letIn = await isLetIn(server, route, token)
    return letIn === may(route.permission)
      ? []
      : [`${letIn ? 'let in' : 'shut out'} ${route.title}`]
  })
  return found.flat()
}

/** A person who is let in there is not signed in any more, so only programs ask it. */
const endsOwn = /^\/me\/revoke/

type Caller = {
  readonly server?: 0 | 1
  readonly isPerson?: boolean
  readonly token: string
  readonly may: (permission: Permission) => boolean
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

  test('opens its own routes to the program that has it, on either server', async () => {
    const roleId = await roleOf(owner, [permission])
    const { token } = await programWith(servers.registry, owner, { roleId })
    expect(await differences(permission, { token, may: only })).toEqual([])
    expect(await differences(permission, { server: 1, token, may: only })).toEqual([])
  })

  test('is missed by the program that has all others', async () => {
    const others = permissions.filter((each) => isGiven(each) && each !== permission)
    const roleId = await roleOf(owner, others)
    const { token } = await programWith(servers.registry, owner, { roleId })
    expect(await differences(permission, { token, may: (each) => others.includes(each) })).toEqual(
      [],
    )
  })

  test('ends on the other server with the assignment', async () => {
    const roleId = await roleOf(owner, [permission])
    const program = await servers.registry.newClient(owner.tenantId, [])
    const { token, applicationId } = program
    const principal = { principalKind: 'application', principalId: applicationId }
    const assignment = await give(owner, roleId, principal)
    expect(await differences(permission, { server: 1, token, may: only })).toEqual([])
    await remove(`/admin/v1/role-assignments/${assignment}`)
    expect(await differences(permission, { server: 1, token, may: none })).toEqual([])
  })

  test('is had by a group, and ends on the other server with the membership', async () => {
    const name = `member-${permission.replace('.', '-')}`
    const person = await personWith(servers.registry, owner, { name, roles: [] })
    const group = await groupWith(person.id, await roleOf(owner, [permission]))
    const member = {
      isPerson: true,
      token: person.token,
      may: (each: Permission) => only(each) || ofEverybody(each),
    }
    expect(await differences(permission, member)).toEqual([])
    expect(await differences(permission, { ...member, server: 1 })).toEqual([])
    await remove(`/v1.0/groups/${group}/members/${person.id}/$ref`)
    expect(await differences(permission, { ...member, server: 1, may: ofEverybody })).toEqual([])
  })
})

describe.each(notGiven)('%s, which no role of a tenant gives,', (permission) => {
  test('opens its own routes to the program whose scope carries it, on either server', async () => {
    const [scope, may] = scopeOf(permission)
    const { token } = await servers.registry.newClient(owner.tenantId, [scope])
    expect(await differences(permission, { token, may })).toEqual([])
    expect(await differences(permission, { server: 1, token, may })).toEqual([])
  })

  test('is missed by the program that has all others', async () => {
    const [, carried] = scopeOf(permission)
    const rest = [...allRoles, ...platformRoles].filter(
      (scope) => !(permissionTable[permission].scopes as readonly string[]).includes(scope),
    )
    const may = (other: Permission) =>
      (permissionTable[other].scopes as readonly string[]).some((scope) => rest.includes(scope))
    expect(carried(permission) && !may(permission)).toBe(true)
    const { token } = await servers.registry.newClient(owner.tenantId, rest)
    expect(await differences(permission, { token, may })).toEqual([])
  })
})

/** On the first server, by a caller with the permission. */
async function remove(path: string): Promise<void> {
  const { status, text } = await servers.ask(0, { method: 'DELETE', path, token: owner.token })
  expect(status, text).toBe(204)
}

async function groupWith(personId: string, roleId: string): Promise<string> {
  const group = { displayName: 'Holders', securityEnabled: true, mailEnabled: false }
  const { id } = await json(
    owner.ask('POST', '/v1.0/groups', { ...group, mailNickname: 'holders' }),
  )
  await give(owner, roleId, { principalKind: 'group', principalId: id })
  const member = `https://graph.microsoft.com/v1.0/directoryObjects/${personId}`
  const added = await owner.ask('POST', `/v1.0/groups/${id}/members/$ref`, { '@odata.id': member })
  expect(added.status).toBe(204)
  return id
}
