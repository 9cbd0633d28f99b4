/**
 * Texts that no database keeps, in every place of every route: none is a failure of the server, and those in the body
 * of an admin request are refused like other bad input. Routes come from the surfaces' own tables, so that a new one is asked from its first day.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles, platformRoles } from '../../src/core/access/permissions.ts'
import { populate, type RouteRequest, routeRequests } from '../access/route-requests.ts'
import { type Client, type Json, json, openRegistry, origin } from '../support/registry.ts'

const texts = ['a\0b', '\ud800']

/** Members that Graph's bodies have, each with the text or a list of it. */
const words =
  'displayName description serialNumber groupTag userPrincipalName addressableUserName importId productKey hardwareIdentifier mailNickname membershipRule deviceNameTemplate locale operatingSystem deviceName manufacturer model id importedDeviceIdentifier importedDeviceIdentityType deviceId azureADDeviceId @odata.id'.split(
    ' ',
  )

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
let routes: readonly RouteRequest[]

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant([...allRoles, ...platformRoles])
  routes = routeRequests(registry, await populate(client, 'Kiosk', 'SERIAL'))
})

afterAll(() => registry.close())

/** Requests that the server could not answer: the status is its own fault. */
async function failing(asked: readonly (readonly [RouteRequest, string, unknown?])[]) {
  const found: string[] = []
  for (const [{ method, title }, url, body] of asked) {
    const answer = await client.ask(method, url, method === 'GET' ? undefined : body)
    if (answer.status >= 500) found.push(`${title}: ${answer.status}`)
  }
  return [...found, ...registry.failures]
}

test.each(texts)('%j in a path is not a failure of the server', async (text) => {
  const spoilt = routes.map((route) => {
    const { origin: at, pathname } = new URL(route.url, origin)
    const last = pathname.split('/').findLastIndex((part) => /\d/.test(part))
    const parts = pathname.split('/')
    if (last > 1) parts[last] = encodeURIComponent(text.toWellFormed())
    return [route, `${new URL(parts.join('/'), at).pathname}`, {}] as const
  })
  expect(await failing(spoilt)).toEqual([])
})

test.each(texts)(
  '%j in the body of a Graph request is not a failure of the server',
  async (text) => {
    const item = Object.fromEntries(words.map((word) => [word, text]))
    const body = {
      ...item,
      importedWindowsAutopilotDeviceIdentities: [item],
      importedDeviceIdentities: [item],
      overwriteImportedDeviceIdentities: false,
      serialNumbers: [text],
      'members@odata.bind': [text],
      groupTypes: ['DynamicMembership'],
      mailEnabled: false,
      securityEnabled: true,
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    }
    const graph = routes.filter(({ url }) => !url.startsWith('/admin'))
    expect(await failing(graph.map((route) => [route, route.url, body]))).toEqual([])
  },
)

test.each(texts)('%j in the body of an admin request is refused as bad input', async (text) => {
  const { paths } = await json(client.ask('GET', '/admin/v1/openapi.json'))
  const admin = routes.filter(({ url, method }) => url.startsWith('/admin') && method !== 'GET')
  const asked = admin.map((route) => {
    const path = `/admin/v1${route.path.replace(/:(\w+)/g, '{$1}')}`
    const operation = (paths[path] ?? paths[path.replace('/admin/v1', '')])?.[
      route.method.toLowerCase()
    ]
    const shape = operation?.requestBody?.content['application/json'].schema
    return [route, route.url, shape === undefined ? {} : filled(shape, text)] as const
  })
  const spoilt = asked.filter(([, , body]) => holds(body, text))
  expect(spoilt.length).toBeGreaterThan(5)
  const taken: string[] = []
  for (const [{ method, title }, url, body] of spoilt) {
    const { status } = await client.ask(method, url, body)
    if (status !== 400) taken.push(`${title}: ${status}`)
  }
  expect(taken).toEqual([])
  expect(await failing(asked)).toEqual([])
})

function holds(value: unknown, text: string): boolean {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).some((part) => holds(part, text))
  return value === text
}

/** A value of the shape, with the text wherever a text may be. */
function filled(shape: Json, text: string): unknown {
  if (shape.anyOf) return filled(shape.anyOf[0], text)
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const [kind] = [shape.type].flat()
  if (kind === 'object') {
    return Object.fromEntries(
      Object.entries(shape.properties ?? {}).map(([name, part]) => [name, filled(part, text)]),
    )
  }
  if (kind === 'array') return [filled(shape.items, text)]
  if (kind === 'string') return text
  return kind === 'boolean' ? true : 1
}

test('no tenant is found by a text that cannot be kept', async () => {
  const asked = [
    ['GET', '/a%00b/v2.0/.well-known/openid-configuration'],
    ['GET', '/a%00b/discovery/v2.0/keys'],
    ['POST', '/a%00b/oauth2/v2.0/token'],
  ] as const
  for (const [method, path] of asked) expect((await client.ask(method, path)).status).toBe(400)
  expect(registry.failures).toEqual([])
})

test.each([
  ['Graph', '/v1.0/$batch', '{"requests":[{"id":"1","method":"POST","url":"/groups","body":%}]}'],
  [
    'admin',
    '/admin/v1/me/passkeys',
    '{"id":"00000000-0000-4000-8000-000000000001","displayName":"Key","answer":{"id":%}}',
  ],
])(
  'a body of a %s request that is nested very deeply is refused as bad input',
  async (...given) => {
    const [, path, body] = given
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const answer = await registry.app.fetch(
      new Request(`${origin}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
        body: body.replace('%', deep),
      }),
    )
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('nested')])
    expect(registry.failures).toEqual([])
  },
)
