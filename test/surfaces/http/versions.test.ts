/** `ETag` and `If-Match` on whatever can be edited: the later of two editors is refused, on whichever server. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { thingsOf } from '../../access/things.ts'
import { openTwoServers, type Said, type TwoServers } from '../../access/two-servers.ts'
import type { Client } from '../../support/registry.ts'

let servers: TwoServers
let tenant: Client
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  servers = await openTwoServers()
  tenant = await servers.registry.newTenant()
  ids = await thingsOf(servers.registry, tenant)
})
afterAll(() => servers.close())

type Edit = {
  readonly method: 'PATCH' | 'PUT'
  readonly path: () => string
  readonly body: (text: string) => object
}

const management = '/beta/deviceManagement'
const named =
  (member: string, more: object = {}) =>
  (text: string) => ({ ...more, [member]: text })
const patch = (path: () => string, body: Edit['body']): Edit => ({ method: 'PATCH', path, body })
const put = (path: () => string, body: Edit['body']): Edit => ({ method: 'PUT', path, body })

const provider = {
  issuer: 'https://login.example/realms/office',
  clientId: 'taxiway',
  clientSecret: 'a secret of the head office',
}

/** How each kind of thing is edited; the text makes a difference to it. */
const edits: Readonly<Record<string, Edit>> = {
  profile: patch(
    () =>
      `${management}/windowsAutopilotDeploymentProfiles/${ids['windowsautopilotdeploymentprofiles']}`,
    named('displayName'),
  ),
  device: patch(
    () =>
      `${management}/windowsAutopilotDeviceIdentities/${ids['windowsautopilotdeviceidentities']}`,
    named('groupTag'),
  ),
  group: patch(() => `/v1.0/groups/${ids['groups']}`, named('displayName')),
  application: patch(
    () => `/v1.0/applications(appId='${ids['applications']}')`,
    named('displayName'),
  ),
  'service principal': patch(
    () => `/v1.0/servicePrincipals/${ids['serviceprincipals']}`,
    (text) => ({ accountEnabled: text !== 'first' && text !== 'unseen' }),
  ),
  'application (admin)': patch(
    () => `/admin/v1/applications/${ids['applications']}`,
    named('displayName'),
  ),
  role: patch(() => `/admin/v1/roles/${ids['roles']}`, named('displayName')),
  'identity provider': put(
    () => `/admin/v1/identity-providers/${ids['identity-providers']}`,
    named('displayName', provider),
  ),
  webhook: patch(() => `/admin/v1/webhooks/${ids['webhooks']}`, named('description')),
  'removal plan': patch(
    () => `/admin/v1/removal-plans/${ids['removal-plans']}`,
    (text) => ({ select: { serialNumbers: [text] } }),
  ),
  'first boot policy': patch(
    () => '/admin/v1/deployment-policy',
    (text) => ({ requireProof: text === 'first' || text === 'unseen' }),
  ),
}

type Asked = { readonly method: string; readonly path: string; readonly body?: object }

function ask(server: 0 | 1, { method, path, body }: Asked, headers: Record<string, string> = {}) {
  return servers.ask(server, {
    method,
    path,
    token: tenant.token,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

type Condition = { readonly on?: 0 | 1; readonly ifMatch?: string | undefined }

async function etagOf(path: string, headers = {}): Promise<string> {
  const said = await ask(0, { method: 'GET', path }, headers)
  expect(said.status, `${path} ${said.text}`).toBe(200)
  return said.headers.etag ?? ''
}

function edit(of: Edit, text: string, { on: server = 0, ifMatch }: Condition = {}): Promise<Said> {
  const { method, path, body } = of
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch }
  return ask(server, { method, path: path(), body: body(text) }, headers)
}

describe.each(Object.entries(edits))('%s', (_, of) => {
  test('of two editors who saw the same, the second is refused', async () => {
    const seen = await etagOf(of.path())
    expect(seen).toMatch(/^"[\w-]+"$/)
    const first = await edit(of, 'first', { ifMatch: seen })
    expect(first.status, first.text).toBeLessThan(300)
    const fresh = await etagOf(of.path())
    expect(fresh).not.toBe(seen)
    const second = await edit(of, 'second one', { on: 1, ifMatch: seen })
    expect(second.status, second.text).toBe(412)
    expect(await etagOf(of.path())).toBe(fresh)
    expect((await edit(of, 'second one', { on: 1, ifMatch: fresh })).status).toBeLessThan(300)
  })

  test('of editors who send at once, to two servers, one is taken', async () => {
    const seen = await etagOf(of.path())
    const texts = ['first', 'unseen', 'third', 'fourth!', 'the fifth']
    const said = await Promise.all(
      texts.map((text, i) => edit(of, text, { on: i % 2 === 0 ? 0 : 1, ifMatch: seen })),
    )
    const taken = said.filter(({ status }) => status < 300)
    // One that changes nothing leaves the version, and the next is taken too.
    const after = await etagOf(of.path())
    if (after !== seen) expect(said.some(({ status }) => status === 412)).toBe(true)
    for (const { status, text } of said) expect([200, 204, 412], text).toContain(status)
    expect(taken.length).toBeGreaterThanOrEqual(1)
  })

  test('weak and strong forms, one of several, and any version are taken', async () => {
    const forms = (seen: string) => [seen, `W/${seen}`, `"other", W/${seen}`, '*']
    for (let n = 0; n < 4; n++) {
      const ifMatch = forms(await etagOf(of.path()))[n]
      expect((await edit(of, `form ${n}`, { on: 1, ifMatch })).status, ifMatch).toBeLessThan(300)
    }
    for (const stale of ['"other"', 'W/"other"', '', '"', '"*"', 'other'])
      expect((await edit(of, 'stale', { ifMatch: stale })).status, stale).toBe(412)
  })
})

test('every route that changes or deletes a thing knows its version', async () => {
  const { routes } = servers.registry.app
  const readable = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
  const edited = routes.flatMap(({ method, path, guarded }) =>
    ['PATCH', 'PUT'].includes(method) && guarded !== undefined && !readable.has(path)
      ? [`${method} ${path}`]
      : [],
  )
  expect(edited).toEqual([
    // Names the URL that was reviewed, and is refused for another.
    'PUT /admin/v1/tenants/:tenant/webhooks/:id/private-network',
    // Stops a partner or lets it act: the one thing it sets it names whole.
    'PATCH /admin/v1/tenants/:tenant',
    // Names the issuer that was reviewed, and is refused for another.
    'PUT /admin/v1/tenants/:tenant/identity-providers/:id/private-network',
    // Partner Center's clients know no versions; each names the policies of a device whole.
    'PUT /customers/:customer/devicebatches/:batch/devices/:device',
    'PATCH /customers/:customer/devicepolicyupdates',
  ])
})

test('nothing that was changed meanwhile is deleted', async () => {
  const { path } = edits['group'] as Edit
  const seen = await etagOf(path())
  await edit(edits['group'] as Edit, `Renamed ${seen}`)
  expect((await ask(1, { method: 'DELETE', path: path() }, { 'if-match': seen })).status).toBe(412)
  expect(await etagOf(path())).not.toBe(seen)
})

test('an action on a thing may have its version as a condition too', async () => {
  const path = (edits['profile'] as Edit).path()
  const body = { deviceIds: [], assignments: [] }
  const stale = { 'if-match': '"other"' }
  expect((await ask(0, { method: 'POST', path: `${path}/assign`, body }, stale)).status).toBe(412)
  const fresh = { 'if-match': await etagOf(path) }
  const said = await ask(0, { method: 'POST', path: `${path}/assign`, body }, fresh)
  expect(said.status, said.text).toBeLessThan(300)
})

test('a condition where nothing has a version is refused, not passed over', async () => {
  const body = { displayName: 'G', mailEnabled: false, mailNickname: 'g', securityEnabled: true }
  const asked = { method: 'POST', path: '/v1.0/groups', body }
  const said = await ask(0, asked, { 'if-match': '"other"' })
  expect(said.status).toBe(412)
  expect(said.text).toContain('nothing at this address has a version')
  expect((await ask(0, asked, { 'if-match': '*' })).status).toBe(201)
})

test('the version is the same however the thing is read, and weak where its bytes are packed', async () => {
  const { path } = edits['profile'] as Edit
  await edit(edits['profile'] as Edit, randomBytes(600).toString('hex').slice(0, 100))
  const seen = await etagOf(path())
  expect(await etagOf(`${path()}?$select=id`)).toBe(seen)
  expect(await etagOf(path().replace('/beta/deviceM', '/BETA/devicem'))).toBe(seen)
  const packed = await etagOf(path(), { 'accept-encoding': 'gzip' })
  expect([seen, `W/${seen}`]).toContain(packed)
})

test('a batch’s parts have conditions of their own', async () => {
  const of = edits['group'] as Edit
  const url = of.path().replace('/v1.0', '')
  const seen = await etagOf(of.path())
  const part = (id: string, ifMatch: string, before?: string) => ({
    id,
    method: 'PATCH',
    url,
    body: { displayName: `By part ${id} of ${seen}` },
    headers: { 'content-type': 'application/json', 'if-match': ifMatch },
    ...(before !== undefined && { dependsOn: [before] }),
  })
  const requests = [part('1', seen), { id: '2', method: 'GET', url, dependsOn: ['1'] }]
  const first = await ask(0, { method: 'POST', path: '/v1.0/$batch', body: { requests } })
  const [changed, read] = JSON.parse(first.text).responses
  expect([changed.status, read.status]).toEqual([204, 200])
  expect(read.headers.Etag ?? read.headers.ETag).toBe(await etagOf(of.path()))
  const stale = { requests: [part('3', seen)] }
  const second = await ask(0, { method: 'POST', path: '/v1.0/$batch', body: stale })
  expect(JSON.parse(second.text).responses[0].status).toBe(412)
})
