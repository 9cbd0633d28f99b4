/** Outside providers are set up over the admin API, and the sign-in page follows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLineId } from '../../../src/core/access/first-party.ts'
import { destructive } from '../../../src/core/access/permissions.ts'
import { builtInRoles } from '../../../src/core/access/roles.ts'
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
  expect(await signInPage()).not.toContain('Sign in with')
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
