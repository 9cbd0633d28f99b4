/** Access tokens that must open nothing, each made from a good one by one change. */
import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  randomBytes,
  sign,
} from 'node:crypto'
import type { Client } from '../support/registry.ts'
import { origin } from '../support/registry.ts'
import type { Registry } from './route-requests.ts'

type Parts = { readonly header: object; readonly claims: Record<string, unknown> }

type Forge = Parts & {
  /** The good token. */
  readonly token: string
  readonly signature: string
  readonly clientId: string
  readonly otherTenant: string
  /** PEM of the key that tokens are checked with. */
  readonly publicKey: string
  /** Signed with our key. */
  signed(header: object, claims: object): string
  /** Signed with our key, some claims changed. */
  changed(claims: object): string
  /** Signed with a key of somebody else, some of the header changed. */
  byStranger(header: object): string
  readonly strangersKey: object
}

export async function forge({ app }: Registry, own: Client, other: Client): Promise<Forge> {
  const { active } = await app.signingKeys.load()
  const key = { key: active as unknown as JsonWebKey, format: 'jwk' } as const
  const { header, claims } = taken(own.token)
  const signed = (head: object, said: object) =>
    withSignature(head, said, (text) => sign('sha256', Buffer.from(text), key))
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    header,
    claims,
    token: own.token,
    signature: own.token.slice(own.token.lastIndexOf('.') + 1),
    clientId: own.applicationId,
    otherTenant: other.tenantId,
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    signed,
    changed: (some) => signed(header, { ...claims, ...some }),
    byStranger: (some) =>
      withSignature({ ...header, ...some }, claims, (text) =>
        sign('sha256', Buffer.from(text), stranger.privateKey),
      ),
    strangersKey: stranger.publicKey.export({ format: 'jwk' }),
  }
}

const now = Math.floor(Date.now() / 1000)
const nowhere = 'ffffffff-0000-4000-8000-000000000000'

/** Each by what is wrong with it; null = no token at all. */
export const forgeries = {
  'no token': () => null,
  'an empty token': () => '',
  'an opaque token, as refresh tokens are': () => randomBytes(32).toString('base64url'),
  'an expired token': ({ changed }) =>
    changed({ iat: now - 7200, nbf: now - 7200, exp: now - 3600 }),
  'a token that is not yet valid': ({ changed }) => changed({ nbf: now + 7200, exp: now + 10_800 }),
  'a token without an end': ({ changed }) => changed({ exp: undefined }),
  'a token for another audience': ({ changed }) => changed({ aud: 'https://management.azure.com' }),
  'a token for an application, as identity tokens are': ({ changed, clientId }) =>
    changed({ aud: clientId }),
  'a token of another issuer': ({ changed, claims }) =>
    changed({ iss: `https://elsewhere.test/${claims['tid']}/v2.0` }),
  "a token of another tenant's issuer": ({ changed, otherTenant }) =>
    changed({ iss: `${origin}/${otherTenant}/v2.0` }),
  'a token of a tenant that there is not': ({ changed }) =>
    changed({ tid: nowhere, iss: `${origin}/${nowhere}/v2.0` }),
  'alg none': ({ header, claims }) => `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.`,
  'alg none and a signature': ({ header, claims, signature }) =>
    `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.${signature}`,
  'HS256 with the public key': ({ header, claims, publicKey }) =>
    withSignature({ ...header, alg: 'HS256' }, claims, (text) =>
      createHmac('sha256', publicKey).update(text).digest(),
    ),
  'an unknown kid': ({ signed, header, claims }) => signed({ ...header, kid: 'nobody' }, claims),
  'no kid': ({ signed, header, claims }) => signed({ ...header, kid: undefined }, claims),
  'the kid of our key and the signature of another': ({ byStranger }) => byStranger({}),
  'a key in its own header': ({ byStranger, strangersKey }) => byStranger({ jwk: strangersKey }),
  'an edited payload': ({ token, claims, signature }) =>
    `${token.split('.')[0]}.${encoded({ ...claims, roles: ['Taxiway.Tenant.ReadWrite.All'] })}.${signature}`,
  'a payload edited to name another tenant': ({ token, claims, signature, otherTenant }) =>
    `${token.split('.')[0]}.${encoded({ ...claims, tid: otherTenant })}.${signature}`,
  'its signature cut off': ({ token }) => token.slice(0, token.lastIndexOf('.') + 1),
} as const satisfies Record<string, (forge: Forge) => string | null>

export type Forgery = keyof typeof forgeries

function taken(token: string): Parts {
  const [header = '', claims = ''] = token.split('.')
  return { header: decoded(header), claims: decoded(claims) as Record<string, unknown> }
}

function withSignature(
  header: object,
  claims: object,
  signature: (text: string) => Buffer,
): string {
  const text = `${encoded(header)}.${encoded(claims)}`
  return `${text}.${signature(text).toString('base64url')}`
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decoded(part: string): object {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as object
}
