/** The bearer check by negatives: every way to bend a token ends in a refusal that names its reason. */
import { createHmac, createPublicKey } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TenantId } from '../../../src/core/ids.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { verifyBearer } from '../../../src/identity-provider/bearer/bearer.ts'
import { newSigningKey, type SigningKey } from '../../../src/identity-provider/core/signing-keys.ts'
import { decode, graph, publicUrl, startAuthority, type TestAuthority, tokenOf } from './support.ts'

const start = new Date('2026-11-20T06:00:00Z')
const otherTenant = newUuid() as TenantId
let now = start
let authority: TestAuthority
let good: string
let key: SigningKey

beforeAll(async () => {
  authority = await startAuthority({ now: () => now })
  await authority.deps.tenants.ensure({
    id: otherTenant,
    displayName: 'Fabrikam',
    domains: ['fabrikam.test'],
  })
  good = await tokenOf(await authority.ask())
  key = (await authority.deps.keys.current()).active
})
afterAll(() => authority.close())

async function verdict(token: string, at = start): Promise<string> {
  now = at
  const result = await authority.bearer(`Bearer ${token}`)
  return result.ok ? 'ok' : result.reason
}

/** A token that is well signed, by our own key unless said otherwise, with some claims changed. */
async function signed(
  change: Record<string, unknown>,
  header: Record<string, unknown> = {},
  by = key,
) {
  const protectedHeader = { alg: 'RS256', typ: 'JWT', kid: key.kid, ...header }
  return await new SignJWT({ ...decode(good)[1], ...change })
    .setProtectedHeader(protectedHeader)
    .sign(await importJWK({ ...by }, 'RS256'))
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

test('the token as issued is good', async () => {
  expect(await verdict(good)).toBe('ok')
  expect(await verdict(await signed({}))).toBe('ok')
})

test.each([
  ['no header', undefined, 'missing'],
  ['an empty header', ' ', 'missing'],
  ['a scheme without token', 'Bearer', 'missing'],
  ['another scheme', 'Basic YTpi', 'malformed'],
  ['no JWT', 'Bearer abc', 'malformed'],
  ['three parts of nonsense', 'Bearer a.b.c', 'malformed'],
  ['two tokens', 'Bearer a.b.c d.e.f', 'malformed'],
] as const)('%s is refused', async (...[, authorization, reason]) => {
  expect(await authority.bearer(authorization)).toMatchObject({ ok: false, reason })
})

test('the scheme may be written in any case', async () => {
  now = start
  expect(await authority.bearer(`bearer ${good}`)).toMatchObject({ ok: true })
})

test('a refusal carries a challenge, which names an error only when a token came', async () => {
  expect(await authority.bearer(undefined)).toMatchObject({
    message: 'Access token is empty.',
    challenge: 'Bearer',
  })
  expect(await authority.bearer('Bearer abc')).toMatchObject({
    challenge: expect.stringMatching(/^Bearer error="invalid_token", error_description="[^"]+"$/),
  })
})

test.each(['none', 'None', 'NONE', 'nOnE'])('alg %s is refused, signed or not', async (alg) => {
  const [, payload, signature] = good.split('.')
  const header = encode({ alg, typ: 'JWT', kid: key.kid })
  expect(await verdict(`${header}.${payload}.`)).toBe('algorithm')
  expect(await verdict(`${header}.${payload}.${signature}`)).toBe('algorithm')
})

test('HS256 with the public key as its secret is refused', async () => {
  const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' })
  const secrets = [publicKey.export({ type: 'spki', format: 'pem' }), key.n, JSON.stringify(key)]
  for (const secret of secrets) {
    const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${good.split('.')[1]}`
    const signature = createHmac('sha256', secret).update(text).digest('base64url')
    expect(await verdict(`${text}.${signature}`)).toBe('algorithm')
  }
})

test('a key that the token brings along is not believed', async () => {
  const foreign = await newSigningKey()
  const jwk = { kty: 'RSA', n: foreign.n, e: foreign.e }
  expect(await verdict(await signed({}, { kid: foreign.kid, jwk }, foreign))).toBe('unknown-key')
  expect(await verdict(await signed({}, { jwk }, foreign))).toBe('signature')
  expect(
    await verdict(await signed({}, { kid: undefined, jku: 'https://evil.example/keys' }, foreign)),
  ).toBe('unknown-key')
})

test('an edited payload, and any changed character, is refused', async () => {
  const [header, , signature] = good.split('.')
  const payload = encode({ ...decode(good)[1], roles: ['Directory.ReadWrite.All'] })
  expect(await verdict(`${header}.${payload}.${signature}`)).toBe('signature')
  for (let i = 0; i < good.length - 2; i += 29) {
    const swapped = good[i] === 'A' ? 'B' : 'A'
    expect(await verdict(good.slice(0, i) + swapped + good.slice(i + 1))).not.toBe('ok')
  }
})

test.each([
  ['another audience', { aud: 'https://vault.azure.net' }, 'audience'],
  ['no audience', { aud: undefined }, 'audience'],
  ['the client as audience, as an id token has', { aud: newUuid() }, 'audience'],
  ['another issuer', { iss: `https://login.microsoftonline.com/${newUuid()}/v2.0` }, 'issuer'],
  ['no issuer', { iss: undefined }, 'claims'],
  ["another tenant's id under this issuer", { tid: otherTenant }, 'issuer'],
  ["another tenant's issuer", { iss: `${publicUrl}/${otherTenant}/v2.0` }, 'issuer'],
  ['a malformed tenant id', { tid: '../..' }, 'issuer'],
  ['no tenant', { tid: undefined }, 'claims'],
  ['no end', { exp: undefined }, 'claims'],
  ['no beginning', { nbf: undefined }, 'claims'],
  ['an end that is text', { exp: '9999999999' }, 'claims'],
  ['no object', { oid: undefined }, 'claims'],
  ['no application', { appid: undefined }, 'claims'],
  ['roles that are text', { roles: 'Directory.ReadWrite.All' }, 'claims'],
  ['roles that are missing', { roles: undefined }, 'claims'],
  ['another kind of caller', { idtyp: 'user' }, 'claims'],
])('%s is refused even when well signed', async (_what, change, reason) => {
  expect(await verdict(await signed(change))).toBe(reason)
})

test('a tenant that is gone is refused', async () => {
  const tid = newUuid() as TenantId
  expect(await verdict(await signed({ tid, iss: `${publicUrl}/${tid}/v2.0` }))).toBe('tenant')
})

test('another type of token, and one with critical extensions, is refused', async () => {
  expect(await verdict(await signed({}, { typ: 'at+jwt' }))).toBe('claims')
  expect(await verdict(await signed({}, { typ: undefined }))).toBe('claims')
  const crit = encode({ alg: 'RS256', typ: 'JWT', kid: key.kid, crit: ['x'], x: 1 })
  expect(await verdict(`${crit}.${good.split('.').slice(1).join('.')}`)).toBe('malformed')
})

test('a token is good from a minute before its beginning to a minute after its end', async () => {
  expect(await verdict(good, after(-61))).toBe('not-yet-valid')
  expect(await verdict(good, after(-60))).toBe('ok')
  expect(await verdict(good, after(3599 + 59))).toBe('ok')
  expect(await verdict(good, after(3599 + 60))).toBe('expired')
})

test('only the audiences of this server count', async () => {
  now = start
  const narrow = verifyBearer({ ...authority.deps, audiences: [publicUrl] })
  expect(await narrow(`Bearer ${good}`)).toMatchObject({ ok: false, reason: 'audience' })
  expect(decode(good)[1]['aud']).toBe(graph)
})

test('a failing database is not taken for a bad token', async () => {
  const tenants = { find: () => Promise.reject(new Error('connection lost')) }
  const cut = verifyBearer({ ...authority.deps, tenants, audiences: [graph] })
  await expect(cut(`Bearer ${good}`)).rejects.toThrow('connection lost')
})
