/** Applications that prove themselves by a certificate, as MSAL does it, and everything that is not a proof. */
import { createHash, randomUUID, webcrypto } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCertificate } from '../../../src/core/applications/certificate.ts'
import { robotCertificate } from './robot-certificate.ts'
import {
  decode,
  graph,
  post,
  publicUrl,
  startAuthority,
  type TestAuthority,
  tokenOf,
} from './support.ts'

const day = 24 * 3600_000

type Signer = { readonly key: webcrypto.CryptoKey; readonly x5t: string; readonly x5tS256: string }

let authority: TestAuthority
let good: Signer
let expired: Signer
let unregistered: Signer
beforeAll(async () => {
  authority = await startAuthority()
  good = await signer({ from: -day, until: day })
  expired = await signer({ from: -2 * day, until: -day })
  unregistered = await signer({ from: -day, until: day }, false)
})
afterAll(() => authority.close())

async function signer(when: { from: number; until: number }, register = true): Promise<Signer> {
  const { certificate, keys } = await robotCertificate(when)
  const stored = readCertificate(certificate)
  const { tenantId, application, deps } = authority
  if (register) {
    await deps.applications.addCertificate(tenantId, application.applicationId, stored)
    await deps.applications.addCertificate(tenantId, application.applicationId, stored)
  }
  return {
    key: keys.privateKey,
    x5t: createHash('sha1').update(stored.der).digest('base64url'),
    x5tS256: createHash('sha256').update(stored.der).digest('base64url'),
  }
}

/** The key for another algorithm of the same kind. */
async function keyFor(alg: string, { key }: Signer): Promise<webcrypto.CryptoKey> {
  const jwk = await webcrypto.subtle.exportKey('jwk', key)
  const name = alg === 'PS256' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5'
  const { alg: _, key_ops: __, ...plain } = jwk
  return webcrypto.subtle.importKey('jwk', plain, { name, hash: 'SHA-256' }, false, ['sign'])
}

type Change = {
  readonly signer?: Signer
  readonly header?: Record<string, unknown>
  readonly claims?: JWTPayload
}

async function assertion({
  signer = good,
  header = {},
  claims = {},
}: Change = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const id = authority.application.applicationId
  const protectedHeader = { alg: 'RS256', typ: 'JWT', x5t: signer.x5t, ...header }
  const payload = {
    aud: `${publicUrl}/${authority.tenantId}/oauth2/v2.0/token`,
    iss: id,
    sub: id,
    jti: randomUUID(),
    nbf: now,
    exp: now + 600,
    ...claims,
  }
  return new SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader(protectedHeader)
    .sign(await keyFor(protectedHeader.alg, signer))
}

function ask(client_assertion: string, change: Record<string, string> = {}): Promise<Response> {
  return post(authority.app, `/${authority.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: authority.application.applicationId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    scope: `${graph}/.default`,
    ...change,
  })
}

test.each([
  ['RS256 and SHA-1 thumbprint, as older clients', () => ({})],
  [
    'PS256 and SHA-256 thumbprint, as MSAL today',
    () => ({ alg: 'PS256', x5t: undefined, 'x5t#S256': good.x5tS256 }),
  ],
  [
    'a key id that is the thumbprint in hex',
    () => ({ kid: Buffer.from(good.x5t, 'base64url').toString('hex').toUpperCase() }),
  ],
  ['no name for the key at all', () => ({ x5t: undefined })],
])('%s: accepted', async (...[, header]) => {
  const answer = await ask(await assertion({ header: header() }))
  expect(answer.status).toBe(200)
  const [, payload] = decode(await tokenOf(answer))
  expect(payload).toMatchObject({ azpacr: '2', idtyp: 'app' })
})

test('the secret goes on working beside the certificates', async () => {
  expect((await authority.ask()).status).toBe(200)
})

test('an assertion is good once, also when many send it at once', async () => {
  const once = await assertion()
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(once)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const again = await ask(once)
  expect(await again.json()).toMatchObject({ error: 'invalid_client', error_codes: [700027] })
})

const seconds = () => Math.floor(Date.now() / 1000)

test.each([
  ['a certificate that is not registered', () => ({ signer: unregistered }), 700027],
  ['an expired certificate', () => ({ signer: expired }), 700027],
  ['another certificate’s name', () => ({ header: { x5t: expired.x5t } }), 700027],
  ['an unknown name', () => ({ header: { x5t: 'AAAA' } }), 700027],
  ['another key’s signature', () => ({ signer: { ...good, key: unregistered.key } }), 700027],
  ['an assertion of long ago', () => ({ claims: { exp: seconds() - 600 } }), 700024],
  ['one of tomorrow', () => ({ claims: { nbf: seconds() + 600, exp: seconds() + 900 } }), 700024],
  ['one that lives for years', () => ({ claims: { exp: seconds() + 9e7 } }), 700024],
  ['one without an end', () => ({ claims: { exp: undefined } }), 700024],
  ['one without an id', () => ({ claims: { jti: undefined } }), 700027],
  ['one for another server', () => ({ claims: { aud: 'https://login.example/token' } }), 700027],
  ['one by another issuer', () => ({ claims: { iss: randomUUID() } }), 700027],
] as const)('%s is refused', async (...[, change, number]) => {
  const answer = await ask(await assertion(change() as Change))
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({ error: 'invalid_client', error_codes: [number] })
})

test.each([
  ['alg none', () => unsigned({ alg: 'none' })],
  ['HS256 with the certificate as the secret', () => unsigned({ alg: 'HS256' })],
  ['no token at all', () => 'x.y.z'],
])('%s is refused', async (...[, forged]) => {
  expect((await ask(forged())).ok).toBe(false)
})

test('an assertion for one application does not prove another, nor together with a secret', async () => {
  const mixed = await ask(await assertion(), { client_id: randomUUID() })
  expect(mixed.ok).toBe(false)
  const both = await ask(await assertion(), { client_secret: authority.application.secret })
  expect(both.status).toBe(400)
})

test('what is not a certificate with a long RSA key is not registered', () => {
  expect(() => readCertificate('no certificate')).toThrow(/not a certificate/)
})

function unsigned(header: Record<string, string>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const id = authority.application.applicationId
  const claims = { aud: publicUrl, iss: id, sub: id, jti: randomUUID(), exp: seconds() + 600 }
  return `${part(header)}.${part(claims)}.${part('signature')}`
}
