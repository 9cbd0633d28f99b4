/** Outside providers are set up over the admin API, and the sign-in page follows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtInRoles } from '../../../src/core/access/built-in-roles.ts'
import { destructive, platformRoles } from '../../../src/core/access/permissions.ts'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'
import { type Browser, browserSession, codeRequest } from '../authority/browser-session.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
let browser: Browser

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
  browser = browserSession({
    request: (url, init) => registry.app.fetch(new Request(url, init)),
  })
})
afterAll(() => registry.close())

const path = '/admin/v1/identity-providers'
const secret = 'PLANTED-client-secret'
const provider = {
  displayName: 'Head office',
  issuer: 'https://login.example/realms/office',
  clientId: 'taxiway',
}

async function signInPage(): Promise<string> {
  const { query } = codeRequest({ client_id: commandLineId, redirect_uri: 'http://localhost:1' })
  return (await browser.open(`/${client.tenantId}/oauth2/v2.0/authorize?${query}`)).html
}

const stored = () => registry.store.pool.query('select * from identity_provider')

test('a provider is added, offered at the sign-in page, changed and removed', async () => {
  const added = await client.ask('POST', path, { ...provider, clientSecret: secret })
  const made = await json(added)
  expect([added.status, made]).toEqual([
    201,
    {
      ...provider,
      id: expect.any(String),
      hasClientSecret: true,
      linkClaim: 'preferred_username',
      requiredTid: null,
      privateNetwork: false,
    },
  ])
  expect(await signInPage()).toContain('Sign in with Head office')

  const own = `${path}/${made.id}`
  const renamed = { ...provider, displayName: 'Branch', requiredTid: 'office' }
  expect(await json(client.ask('PUT', own, renamed))).toMatchObject({
    ...renamed,
    hasClientSecret: true,
  })
  expect(await json(client.ask('PUT', own, { ...provider, clientSecret: null }))).toMatchObject({
    hasClientSecret: false,
    requiredTid: null,
  })
  expect((await json(client.ask('GET', path))).value).toHaveLength(1)

  expect((await client.ask('DELETE', own)).status).toBe(204)
  expect((await client.ask('DELETE', own)).status).toBe(404)
  expect((await client.ask('PUT', own, provider)).status).toBe(404)
  expect(await signInPage()).not.toContain('Sign in with Head office')
  expect(registry.failures).toEqual([])
})

test('neither a list nor the trail says a client secret; the trail says who is trusted', async () => {
  const made = await json(client.ask('POST', path, { ...provider, clientSecret: secret }))
  const list = await (await client.ask('GET', path)).text()
  const trail = await (await client.ask('GET', '/admin/v1/audit/export')).text()
  expect(`${list}${trail}`).not.toContain(secret)
  expect(trail).toContain('Create IdentityProvider')
  expect(trail).toContain(provider.issuer)
  expect((await client.ask('DELETE', `${path}/${made.id}`)).status).toBe(204)
})

test.each([
  ['plain HTTP', { issuer: 'http://login.example' }],
  ['another scheme', { issuer: 'file:///etc/passwd' }],
  ['a query', { issuer: 'https://login.example/?tenant=1' }],
  ['a user name', { issuer: 'https://me@login.example' }],
  ['no name', { displayName: ' ' }],
  ['a member that nobody knows', { secret: 'x' }],
])('%s is refused, and nothing is kept', async (...[, change]) => {
  const answer = await client.ask('POST', path, { ...provider, ...change })
  const { error } = await json(answer)
  expect([answer.status, error.message]).toEqual([
    400,
    expect.stringContaining(Object.keys(change)[0] ?? ''),
  ])
  expect((await stored()).rows).toEqual([])
})

test('applications.write alone does not open the way', async () => {
  const helper = await registry.newClient(client.tenantId, [
    'Application.ReadWrite.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ])
  expect((await helper.ask('POST', path, provider)).status).toBe(403)
})

test('whom to trust is not for the Intune Administrator, and asks for a fresh factor', () => {
  const holders = builtInRoles.filter(({ permissions }) =>
    permissions.includes('identity-providers.write'),
  )
  expect(holders.map(({ displayName }) => displayName)).toEqual(['Global Administrator'])
  expect(destructive).toContain('identity-providers.write')
})

test('a tenant cannot touch another’s', async () => {
  const other = await registry.newTenant()
  const { id } = await json(other.ask('POST', path, provider))
  expect((await client.ask('PUT', `${path}/${id}`, provider)).status).toBe(404)
  expect((await client.ask('DELETE', `${path}/${id}`)).status).toBe(404)
  expect((await json(client.ask('GET', path))).value).toEqual([])
})

const ofTenant = (id: string) => `/admin/v1/tenants/${client.tenantId}/identity-providers/${id}`

test('only the platform’s operator lets a provider be in the private network, and it is in the trail', async () => {
  const { id } = await json(client.ask('POST', path, provider))
  const { issuer } = provider
  const mark = `${ofTenant(id)}/private-network`
  expect((await client.ask('PUT', mark, { issuer, allowed: true })).status).toBe(403)
  expect((await client.ask('POST', path, { ...provider, privateNetwork: true })).status).toBe(400)
  expect(
    (await client.ask('PUT', `${path}/${id}`, { ...provider, privateNetwork: true })).status,
  ).toBe(400)

  const operator = await registry.newTenant(platformRoles)
  const list = `/admin/v1/tenants/${client.tenantId}/identity-providers`
  expect((await json(operator.ask('GET', list))).value).toMatchObject([
    { id, privateNetwork: false },
  ])
  const marked = await operator.ask('PUT', mark, { issuer, allowed: true })
  expect([marked.status, await json(marked)]).toMatchObject([200, { id, privateNetwork: true }])
  const { rows } = await registry.store.pool.query(
    'select entry::jsonb as entry from audit_entry where tenant_id = $1 order by seq desc limit 1',
    [operator.tenantId],
  )
  expect(rows[0].entry).toMatchObject({
    activity: 'Patch private-network IdentityProvider',
    resources: [{ id, properties: [{ name: 'privateNetwork', before: 'false', after: 'true' }] }],
  })

  // A change that keeps the issuer keeps the mark; another issuer was never looked at.
  const renamed = { ...provider, displayName: 'Branch' }
  expect(await json(client.ask('PUT', `${path}/${id}`, renamed))).toMatchObject({
    privateNetwork: true,
  })
  const moved = { ...provider, issuer: 'https://10.0.0.1' }
  for (const details of [moved, provider])
    expect(await json(client.ask('PUT', `${path}/${id}`, details))).toMatchObject({
      privateNetwork: false,
    })
  expect((await json(client.ask('GET', path))).value).toMatchObject([{ privateNetwork: false }])
  expect((await client.ask('DELETE', `${path}/${id}`)).status).toBe(204)
})

test('the operator allows the issuer that was looked at, and can take it back', async () => {
  const { id } = await json(client.ask('POST', path, provider))
  const operator = await registry.newTenant(platformRoles)
  const mark = `${ofTenant(id)}/private-network`
  const other = await operator.ask('PUT', mark, { issuer: 'https://10.0.0.1', allowed: true })
  expect([other.status, (await json(other)).error.message]).toEqual([
    409,
    expect.stringContaining(provider.issuer),
  ])
  for (const allowed of [true, false])
    expect(
      await json(operator.ask('PUT', mark, { issuer: provider.issuer, allowed })),
    ).toMatchObject({ privateNetwork: allowed })
  const nobody = `/admin/v1/tenants/${id}/identity-providers`
  expect((await operator.ask('GET', nobody)).status).toBe(404)
  const body = { issuer: provider.issuer, allowed: true }
  expect(
    (await operator.ask('PUT', `${ofTenant(client.tenantId)}/private-network`, body)).status,
  ).toBe(404)
  expect((await client.ask('DELETE', `${path}/${id}`)).status).toBe(204)
})
