/** Where the server itself goes in a sign-in outside: to no address of the private network, unless it may. */
import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Outbound } from '../../../src/core/outbound.ts'
import { AddressRefused, outboundFetch } from '../../../src/outbound/outbound-fetch.ts'
import { browserSession, codeRequest } from './browser-session.ts'
import { startHttps } from './https-authority.ts'
import { addSigners, authorizePath, type Signers, spaRedirect } from './people.ts'
import { publicUrl, startAuthority, type TestAuthority } from './support.ts'

let authority: TestAuthority
let provider: Awaited<ReturnType<typeof startHttps>>
let keys: Awaited<ReturnType<typeof generateKeyPair>>
let programs: Signers
let nonce: string | null
/** Paths that are asked as if the provider were not marked. */
let unmarked: readonly string[] = []
/** What left the server, and whether it might go into the private network. */
let left: string[] = []

const real = outboundFetch()
const outbound: Outbound = {
  ...real,
  fetch(request, { privateNetwork }) {
    const { pathname } = new URL(request.url)
    left.push(`${privateNetwork ? 'anywhere' : 'outside'} ${pathname}`)
    return real.fetch(request, { privateNetwork: privateNetwork && !unmarked.includes(pathname) })
  },
}

beforeAll(async () => {
  ;[authority, provider, keys] = await Promise.all([
    startAuthority({ deps: { outbound } }),
    startHttps(),
    generateKeyPair('RS256'),
  ])
  programs = await addSigners(authority)
  provider.serve(answer)
})
beforeEach(() => {
  unmarked = []
  left = []
  authority.failures.length = 0
})
afterAll(() => Promise.all([authority.close(), provider.close()]))

async function answer({ url }: Request): Promise<Response> {
  const { origin: issuer } = provider
  if (url.endsWith('/jwks')) return Response.json({ keys: [await exportJWK(keys.publicKey)] })
  if (!url.endsWith('/token'))
    return Response.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
    })
  const id_token = await new SignJWT({ nonce, preferred_username: 'ada@contoso.test' })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(issuer)
    .setAudience('taxiway')
    .setSubject('someone')
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(keys.privateKey)
  return Response.json({ access_token: 'x', token_type: 'Bearer', id_token })
}

async function setUp(privateNetwork: boolean) {
  const { tenantId, deps } = authority
  const made = {
    tenantId,
    id: randomUUID(),
    displayName: 'Head office',
    issuer: provider.origin,
    clientId: 'taxiway',
    linkClaim: 'preferred_username',
    privateNetwork,
  }
  await deps.identityProviders.save(made)
  await deps.identityProviders.markPrivateNetwork(made)
  return made
}

async function leaveFor(id: string) {
  const browser = browserSession(authority.app)
  const { query } = codeRequest({ client_id: programs.spa, redirect_uri: spaRedirect })
  const page = await browser.open(authorizePath(authority.tenantId, query))
  const there = await browser.open(`${page.url.pathname}/external/${id}`)
  nonce = there.url.searchParams.get('nonce')
  const back = new URLSearchParams({
    code: 'code',
    state: there.url.searchParams.get('state') ?? '',
  })
  return { browser, there, back: `${there.url.searchParams.get('redirect_uri')}?${back}` }
}

test('a provider in the private network is not asked, and the page names no address', async () => {
  const { id } = await setUp(false)
  const { there } = await leaveFor(id)
  expect([there.status, there.url.origin]).toEqual([503, publicUrl])
  expect(there.html).toContain('Head office cannot be reached.')
  expect(there.html).toContain('name="password"')
  expect(there.html).not.toContain(new URL(provider.origin).host)
  expect(left).toEqual(['outside /.well-known/openid-configuration'])
  expect(causesOf(authority.failures[0])).toContainEqual(expect.any(AddressRefused))
})

test('with the operator’s mark everything is asked in that way, and without it again nothing', async () => {
  const made = await setUp(true)
  const { browser, back } = await leaveFor(made.id)
  expect((await browser.open(back)).url.origin).toBe('https://spa.example')
  expect(left).toEqual(['anywhere /.well-known/openid-configuration', 'anywhere /token'])
  await authority.deps.identityProviders.markPrivateNetwork({ ...made, privateNetwork: false })
  expect((await leaveFor(made.id)).there.status).toBe(503)
})

test('a provider that names a token endpoint in the private network signs nobody in', async () => {
  const { id } = await setUp(true)
  const { browser, back } = await leaveFor(id)
  unmarked = ['/token']
  const page = await browser.open(back)
  expect([page.status, page.html]).toEqual([401, expect.stringContaining('did not sign you in')])
  expect(causesOf(authority.failures[0])).toContainEqual(expect.any(AddressRefused))
})

function causesOf(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : []
}
