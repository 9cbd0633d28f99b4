/** How clients find the endpoints: the documents, and which hosts they may name. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authorityApp } from '../../../src/identity-provider/protocol/app.ts'
import { publicUrl, startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
beforeAll(async () => {
  authority = await startAuthority()
})
afterAll(() => authority.close())

test('a client that came by another of our hosts is kept there', async () => {
  const endpoint = encodeURIComponent(
    'https://login.microsoftonline.com/contoso.test/oauth2/v2.0/authorize',
  )
  const url = `${publicUrl}/common/discovery/instance?authorization_endpoint=${endpoint}`
  expect(await get(url, 'login.microsoftonline.com')).toMatchObject({
    tenant_discovery_endpoint:
      'https://login.microsoftonline.com/contoso.test/v2.0/.well-known/openid-configuration',
    metadata: [{ preferred_network: 'login.microsoftonline.com' }],
  })
})

async function get(url: string, host?: string): Promise<Record<string, unknown>> {
  const answer = await authority.app.request(url, { headers: host === undefined ? {} : { host } })
  return (await answer.json()) as Record<string, unknown>
}

test("a tenant's document names its endpoints by id, whichever name was asked for", async () => {
  const base = `${publicUrl}/${authority.tenantId}`
  expect(
    await get(`${publicUrl}/contoso.test/v2.0/.well-known/openid-configuration`),
  ).toMatchObject({
    issuer: `${base}/v2.0`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
  })
})

test('endpoints follow the host only where it is one of ours; the issuer never does', async () => {
  const path = `${publicUrl}/contoso.test/v2.0/.well-known/openid-configuration`
  const ours = await get(path, 'login.microsoftonline.com')
  const foreign = await get(path, 'evil.example')
  const issuer = `${publicUrl}/${authority.tenantId}/v2.0`
  expect(ours).toMatchObject({
    issuer,
    token_endpoint: `https://login.microsoftonline.com/${authority.tenantId}/oauth2/v2.0/token`,
  })
  expect(foreign).toMatchObject({
    issuer,
    token_endpoint: `${publicUrl}/${authority.tenantId}/oauth2/v2.0/token`,
  })
})

test('the keys are public keys, and the one that signs is among them', async () => {
  const { keys } = (await get(`${publicUrl}/contoso.test/discovery/v2.0/keys`)) as {
    keys: object[]
  }
  const { active } = await authority.deps.keys.current()
  expect(keys).toEqual([
    { kty: 'RSA', use: 'sig', alg: 'RS256', kid: active.kid, n: active.n, e: active.e },
  ])
})

test('instance discovery knows our hosts as one authority', async () => {
  const endpoint = encodeURIComponent(`${publicUrl}/contoso.test/oauth2/v2.0/authorize`)
  const query = `api-version=1.1&authorization_endpoint=${endpoint}`
  const body = await get(`${publicUrl}/common/discovery/instance?${query}`)
  expect(body).toMatchObject({
    tenant_discovery_endpoint: `${publicUrl}/contoso.test/v2.0/.well-known/openid-configuration`,
    metadata: [{ preferred_network: 'localhost:8443', preferred_cache: 'localhost:8443' }],
  })
  const [{ aliases }] = body['metadata'] as [{ aliases: string[] }]
  expect(aliases).toEqual(
    expect.arrayContaining(['localhost:8443', '127.0.0.1:8443', 'login.microsoftonline.com']),
  )
})

test.each([
  '',
  'https://evil.example/contoso.test/oauth2/v2.0/authorize',
  'http://localhost:8443/contoso.test',
  '%%',
])('instance discovery refuses the authority "%s"', async (endpoint) => {
  const query = `authorization_endpoint=${encodeURIComponent(endpoint)}`
  const answer = await authority.app.request(`${publicUrl}/common/discovery/instance?${query}`)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: 'invalid_instance', error_codes: [50049] })
})

test.each([
  '/fabrikam.test/v2.0/.well-known/openid-configuration',
  '/common/discovery/instance?authorization_endpoint=https://registry.example/contoso.test',
])('at another address than the public one, %s says which that is', async (path) => {
  const said = async (host: string) => {
    const answer = await authority.app.request(`${publicUrl}${path}`, { headers: { host } })
    expect(answer.status).toBe(400)
    return ((await answer.json()) as { error_description: string }).error_description
  }
  expect(await said('registry.example')).toMatch(
    `The request came for https://registry.example, and the public URL of this server is ${publicUrl}: ask there, or set TAXIWAY_PUBLIC_URL to the address that clients use.`,
  )
  for (const host of [new URL(publicUrl).host, 'login.microsoftonline.com'])
    expect(await said(host)).not.toMatch('public URL')
})

test('an authority without HTTPS does not start', () => {
  const origin = { configured: 'http://localhost:8080', hosts: [] }
  expect(() => authorityApp({ ...authority.deps, origin })).toThrow(/HTTPS/)
})
