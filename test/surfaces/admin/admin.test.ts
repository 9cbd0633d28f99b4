/** The admin API over the real thing: roles, applications, tenants, the audit trail. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles, platformRoles } from '../../../src/core/access/permissions.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { robotCertificate } from '../authority/robot-certificate.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let operator: Client
let client: Client

beforeAll(async () => {
  registry = await openRegistry()
  operator = await registry.newTenant([...allRoles, ...platformRoles])
  client = await registry.newTenant()
})

afterAll(() => registry.close())

const get = (path: string) => json(client.ask('GET', `/admin/v1${path}`))
const post = (path: string, body: object) => client.ask('POST', `/admin/v1${path}`, body)

test('the description names every route with its permission, and asks for no token', async () => {
  const answer = await registry.app.fetch(
    new Request('https://localhost:8443/admin/v1/openapi.json'),
  )
  const { openapi, paths } = await json(answer)
  expect(openapi).toBe('3.1.0')
  const described = Object.entries<Record<string, Json>>(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, each]) => [
      `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      each['x-permission'],
    ]),
  )
  const guards = registry.app.routes.flatMap(({ surface, method, path, guarded }) =>
    surface === 'admin' && guarded ? [[`${method} ${path}`, guarded.permission]] : [],
  )
  expect(described.toSorted()).toEqual(guards.toSorted())
  expect(paths['/admin/v1/role-assignments/{id}'].delete.responses).toHaveProperty('204')
  const later = paths['/admin/v1/me/passkeys/{id}'].delete.responses['202']
  expect(later.content['application/json'].schema.properties).toHaveProperty('dueAt')
})

test('a role is made, changed, given, taken and deleted', async () => {
  const made = await json(post('/roles', { displayName: 'Helpers', permissions: ['devices.read'] }))
  expect(made).toMatchObject({ displayName: 'Helpers', builtIn: false })
  const changed = await json(
    client.ask('PATCH', `/admin/v1/roles/${made.id}`, {
      permissions: ['devices.read', 'imports.read'],
    }),
  )
  expect(changed.permissions).toEqual(['devices.read', 'imports.read'])
  const principalId = client.applicationId
  const given = await json(
    post('/role-assignments', { roleId: made.id, principalKind: 'application', principalId }),
  )
  expect((await get('/role-assignments')).value).toContainEqual(given)
  expect(await client.ask('DELETE', `/admin/v1/role-assignments/${given.id}`)).toMatchObject({
    status: 204,
  })
  expect(await client.ask('DELETE', `/admin/v1/roles/${made.id}`)).toMatchObject({ status: 204 })
  expect((await get('/roles')).value).not.toContainEqual(changed)
})

test('nobody can grant what they do not have', async () => {
  const helper = await registry.newTenant([
    'DeviceManagementRBAC.ReadWrite.All',
    'Application.ReadWrite.All',
  ])
  const role = { displayName: 'More than mine', permissions: ['devices.delete'] }
  const application = { displayName: 'x', roles: ['DeviceManagementServiceConfig.ReadWrite.All'] }
  const operators = { displayName: 'x', roles: [...platformRoles] }
  const answers = [
    await helper.ask('POST', '/admin/v1/roles', role),
    await helper.ask('POST', '/admin/v1/applications', application),
    await client.ask('POST', '/admin/v1/applications', operators),
    await client.ask('POST', '/admin/v1/roles', {
      displayName: 'y',
      permissions: ['tenants.write'],
    }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
})

test('built-in roles stay as they are, and names are given once', async () => {
  const { value } = await get('/roles')
  const builtIn = value.find((role: { builtIn: boolean }) => role.builtIn)
  const change = await client.ask('PATCH', `/admin/v1/roles/${builtIn.id}`, { displayName: 'Mine' })
  expect(change.status).toBe(400)
  const taken = await post('/roles', {
    displayName: 'intune administrator',
    permissions: ['devices.read'],
  })
  expect(taken.status).toBe(409)
})

test('an application gets a second secret; a revoked one opens nothing', async () => {
  const made = await json(post('/applications', { displayName: 'Robot', roles: ['User.Read.All'] }))
  const path = `/applications/${made.applicationId}/secrets`
  const second = await json(post(path, { expiresAt: '2100-01-01T00:00:00Z' }))
  expect(second.secret).toMatch(/^[\w-]{43}$/)
  const { value } = await get(path)
  expect(value).toHaveLength(2)
  expect(JSON.stringify(value)).not.toContain(second.secret)
  expect(await registry.tokenFor(client.tenantId, made.applicationId, second.secret)).toBeDefined()
  await client.ask('DELETE', `/admin/v1${path}/${second.id}`)
  expect(
    await registry.tokenFor(client.tenantId, made.applicationId, second.secret),
  ).toBeUndefined()
})

test('operators make tenants, and nobody else sees that there are others', async () => {
  const wanted = { displayName: 'Fabrikam', domains: ['fabrikam.test'] }
  const answer = await operator.ask('POST', '/admin/v1/tenants', wanted)
  const { id, firstApplication } = await json(answer)
  expect(
    await registry.tokenFor(id, firstApplication.applicationId, firstApplication.secret),
  ).toBeDefined()
  expect((await operator.ask('POST', '/admin/v1/tenants', wanted)).status).toBe(409)
  expect((await client.ask('GET', '/admin/v1/tenants')).status).toBe(403)
})

test('what is asked for wrongly is named', async () => {
  const { error } = await json(post('/roles', { displayName: 'x', permission: [] }))
  expect(error).toMatchObject({ code: 'request-invalid' })
  expect((await client.ask('POST', '/admin/v1/roles', '{')).status).toBe(400)
  expect((await client.ask('GET', '/admin/v1/nothing')).status).toBe(404)
  expect((await client.ask('GET', '/admin/v1/audit?limit=0')).status).toBe(400)
})

test('imports in progress are listed', async () => {
  expect(await get('/imports/undecided')).toEqual({ value: [] })
})

test('answers are kept by nobody and guessed at by no browser', async () => {
  const { headers } = await client.ask('GET', '/admin/v1/roles')
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  })
  expect(headers.get('access-control-allow-origin')).toBeNull()
})

test('an application has a kind, redirect URIs, secrets with an end and certificates', async () => {
  const desktop = await json(
    post('/applications', {
      displayName: 'Desktop',
      kind: 'native',
      redirectUris: ['http://localhost'],
      delegatedScopes: ['Device.Read.All'],
    }),
  )
  expect(desktop).not.toHaveProperty('secret')
  const path = `/applications/${desktop.applicationId}`
  expect(await get(path)).toMatchObject({ kind: 'native', redirectUris: ['http://localhost'] })
  const bad = await client.ask('PATCH', `/admin/v1${path}`, {
    redirectUris: ['http://elsewhere.example/'],
  })
  expect([bad.status, (await json(bad)).error.message]).toEqual([
    400,
    expect.stringContaining('http://elsewhere.example/'),
  ])
  const changed = await json(
    client.ask('PATCH', `/admin/v1${path}`, { redirectUris: ['myapp://back'] }),
  )
  expect(changed).toMatchObject({ displayName: 'Desktop', redirectUris: ['myapp://back'] })
  const allowed = await json(post(`${path}/consent`, { scopes: ['Device.Read.All'] }))
  expect(allowed.consentedScopes).toEqual(['Device.Read.All'])
  expect((await client.ask('DELETE', `/admin/v1${path}/consent`)).status).toBe(204)
  expect((await get(path)).consentedScopes).toEqual([])
})

test('what has expired already is refused: secrets and certificates', async () => {
  const { applicationId } = await json(post('/applications', { displayName: 'Robot' }))
  const path = `/applications/${applicationId}`
  const late = await post(`${path}/secrets`, { expiresAt: '2020-01-01T00:00:00Z' })
  expect([late.status, (await json(late)).error.message]).toEqual([
    400,
    expect.stringContaining('2020-01-01'),
  ])
  const named = await json(post(`${path}/secrets`, { displayName: 'CI' }))
  expect(named).toMatchObject({ displayName: 'CI', hint: named.secret.slice(0, 3) })

  const expired = await robotCertificate({ from: -2000, until: -1000 })
  const refused = await post(`${path}/certificates`, { certificate: expired.certificate })
  expect([refused.status, (await json(refused)).error.message]).toEqual([
    400,
    expect.stringContaining('expired'),
  ])
  const good = await robotCertificate()
  const registered = await json(
    post(`${path}/certificates`, { certificate: good.certificate, displayName: 'CI' }),
  )
  expect(registered).toMatchObject({
    displayName: 'CI',
    thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
    thumbprintSha256: expect.stringMatching(/^[0-9A-F]{64}$/),
  })
  expect((await get(`${path}/certificates`)).value).toEqual([registered])
  const gone = await client.ask('DELETE', `/admin/v1${path}/certificates/${registered.id}`)
  expect(gone.status).toBe(204)
  expect((await get(`${path}/certificates`)).value).toEqual([])
})
