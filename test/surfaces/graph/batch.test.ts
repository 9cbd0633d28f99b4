/** Batches, packed bodies and the schema document. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry, origin } from '../../support/registry.ts'
import { answer, beta, identitySet, register, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let devices: readonly Json[]
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  devices = await register(registry, tenant)
})
afterAll(() => registry.close())

const post = (requests: readonly object[], path = '/v1.0/$batch') =>
  answer(tenant.ask('POST', path, { requests }))
// biome-ignore lint/complexity/useMaxParams: a part of a batch as it is written on the wire.
const one = (id: string, method: string, url: string, more = {}) => ({ id, method, url, ...more })
const identity = (i: number) => `/deviceManagement/${identitySet}/${devices[i]?.id}`

test('twenty requests of any kind are answered under their own ids, serial numbers included', async () => {
  const requests = [
    one(devices[0]?.serialNumber, 'GET', identity(0)),
    one(
      'list',
      'GET',
      `/deviceManagement/${identitySet}?$top=2&$filter=contains(manufacturer,'e')`,
    ),
    one('tag', 'POST', `${identity(1)}/updateDeviceProperties`, {
      headers: { 'Content-Type': 'application/json' },
      body: { groupTag: 'B' },
    }),
    one('none', 'GET', '/nonsense'),
    one('count', 'GET', `deviceManagement/${identitySet}/$count`),
    ...Array.from({ length: 15 }, (_, i) => one(`d${i}`, 'get', identity(2))),
  ]
  const [status, { responses }] = await post(requests, '/Beta/$batch')
  expect(status).toBe(200)
  const byId = Object.fromEntries(responses.map((each: Json) => [each.id, each]))
  expect(byId[devices[0]?.serialNumber].body.id).toBe(devices[0]?.id)
  expect(byId['list'].body['@odata.nextLink']).toMatch(new RegExp(`^${origin}/beta/`))
  expect([byId['tag'].status, byId['none'].status, byId['d14'].status]).toEqual([204, 400, 200])
  expect(Buffer.from(byId['count'].body, 'base64').toString()).toBe('10')
  expect(responses).toHaveLength(20)
})

test('a request waits for those it depends on, and is not tried when one fails', async () => {
  const json = { headers: { 'Content-Type': 'application/json' } }
  const [, { responses }] = await post([
    one('3', 'GET', identity(3), { dependsOn: ['2'] }),
    one('2', 'POST', `${identity(3)}/updateDeviceProperties`, {
      ...json,
      body: { groupTag: 'After' },
      dependsOn: ['1'],
    }),
    one('1', 'POST', `${identity(3)}/updateDeviceProperties`, {
      ...json,
      body: { groupTag: 'Before' },
    }),
    one('5', 'GET', identity(3), { dependsOn: ['4'] }),
    one('4', 'GET', '/nonsense'),
  ])
  const byId = Object.fromEntries(responses.map((each: Json) => [each.id, each]))
  expect(byId['3'].body.groupTag).toBe('After')
  expect(byId['5']).toMatchObject({ status: 424, body: { error: { code: 'FailedDependency' } } })
})

test('requests may be numbered by numbers, also where others wait for them', async () => {
  const numbered = [
    { id: 1, method: 'GET', url: '/organization' },
    { id: 2, method: 'GET', url: '/organization', dependsOn: [1] },
  ]
  const [status, { responses }] = await post(numbered)
  expect([status, responses.map((each: Json) => [each.id, each.status])]).toEqual([
    200,
    [
      ['1', 200],
      ['2', 200],
    ],
  ])
})

test.each([
  ['at most 20', Array.from({ length: 21 }, (_, i) => one(`${i}`, 'GET', '/devices'))],
  ['same id', [one('1', 'GET', '/devices'), one('1', 'GET', '/groups')]],
  [
    'in a ring',
    [one('1', 'GET', '/a', { dependsOn: ['2'] }), one('2', 'GET', '/b', { dependsOn: ['1'] })],
  ],
  ['not in the batch', [one('1', 'GET', '/a', { dependsOn: ['9'] })]],
  ['is a batch itself', [one('1', 'POST', '/$batch')]],
  ['not relative', [one('1', 'GET', 'https://elsewhere.test/v1.0/devices')]],
  ['is a batch itself', [one('1', 'POST', '/%24Batch/')]],
  ['is a batch itself', [one('1', 'POST', '/x/../$batch')]],
  ['leads out of v1.0', [one('1', 'GET', '/../admin/v1/tenants')]],
  [
    "'2' has a header that HTTP does not know",
    [one('1', 'GET', '/groups'), one('2', 'GET', '/devices', { headers: { 'a b': '1' } })],
  ],
  [
    'has a header that HTTP does not know',
    [one('1', 'GET', '/devices', { headers: { a: '1\r\nb: 2' } })],
  ],
  ["method 'BREW'", [one('1', 'BREW', '/devices')]],
])('a batch that cannot be is refused: %s', async (words, requests) => {
  const [status, { error }] = await post(requests)
  expect([status, error.message.includes(words)]).toEqual([400, true])
})

test('a batch gives nobody more rights than the requests in it', async () => {
  const reader = await registry.newTenant(['DeviceManagementServiceConfig.Read.All'])
  const requests = [one('1', 'GET', '/groups'), one('2', 'GET', identity(0))]
  const { responses } = await json(reader.ask('POST', '/v1.0/$batch', { requests }))
  expect(responses.map((each: Json) => each.status)).toEqual([403, 404])
  const anonymous = await registry.app.fetch(
    new Request(`${origin}/v1.0/$batch`, { method: 'POST', body: '{"requests":[]}' }),
  )
  expect(anonymous.status).toBe(401)
})

test('a packed body is unpacked, one that is not what it says is refused', async () => {
  const path = `${v1}/${identitySet}/${devices[4]?.id}/updateDeviceProperties`
  const packed = (body: Uint8Array<ArrayBuffer>, encoding: string) =>
    registry.app.fetch(
      new Request(`${origin}${path}`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${tenant.token}`, 'content-encoding': encoding },
      }),
    )
  expect((await packed(gzipSync('{"groupTag":"Packed"}'), 'gzip')).status).toBe(204)
  const shown = await json(tenant.ask('GET', `${beta}/${identitySet}/${devices[4]?.id}`))
  expect(shown.groupTag).toBe('Packed')
  expect((await packed(Buffer.from('{}'), 'gzip')).status).toBe(400)
  expect((await packed(Buffer.from('{}'), 'br')).status).toBe(415)
  expect((await packed(gzipSync(Buffer.alloc(40 * 1024 * 1024, ' ')), 'gzip')).status).toBe(413)
})

test('the schema document says what is served in its version, and asks for no token', async () => {
  const read = async (version: string) =>
    (await registry.app.fetch(new Request(`${origin}/${version}/$metadata`))).text()
  const [old, now] = [await read('v1.0'), await read('beta')]
  expect(old).toContain(
    '<EntityType Name="windowsAutopilotDeviceIdentity" BaseType="graph.entity">',
  )
  expect(old).not.toContain('deploymentProfileAssignmentStatus')
  expect(old).not.toContain('windowsAutopilotDeploymentProfile"')
  expect(now).toContain(
    '<Property Name="lastContactedDateTime" Type="Edm.DateTimeOffset" Nullable="false"/>',
  )
  expect(now).toContain(
    '<NavigationProperty Name="windowsAutopilotSettings" Type="graph.windowsAutopilotSettings"',
  )
})

test('nothing of this was a failure of the server', () => {
  expect(registry.failures).toEqual([])
})
