/** A public key as a JWK (RFC 7517), with which an application proves itself where it has no certificate. */
import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto'

/** RSA, as base64url; `kid` is how its owner names it. Absent `expiresAt` = it never expires. */
export type PublicKey = {
  readonly n: string
  readonly e: string
  readonly kid: string | null
  readonly expiresAt?: Date
}

export function isExpired({ expiresAt }: Pick<PublicKey, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== undefined && expiresAt <= now
}

/** Of keys and of certificates with which applications prove themselves. */
export const minRsaBits = 2048

/** What is wrong with it, or the key. */
export function readPublicKey(jwk: Readonly<Record<string, unknown>>): PublicKey | string {
  if ('d' in jwk) return 'holds a private key. Give the public part alone: kty, n, e and kid'
  const { kty, use = 'sig', alg = 'RS256', kid = null } = jwk
  if (kty !== 'RSA') return 'must be an RSA key (kty "RSA")'
  if (use !== 'sig' || alg !== 'RS256') return 'must be for signatures by RS256'
  if (kid !== null && typeof kid !== 'string') return 'must have a text as kid, or none'
  const key = keyOf(jwk)
  if (key === undefined) return 'is not a JSON Web Key with n and e in base64url'
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < minRsaBits)
    return `must have ${minRsaBits} bits or more`
  const { n = '', e = '' } = key.export({ format: 'jwk' })
  return { n, e, kid }
}

/** The name that it has in every program: its thumbprint (RFC 7638), base64url of SHA-256. */
export function keyThumbprint({ n, e }: Pick<PublicKey, 'n' | 'e'>): string {
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url')
}

function keyOf({ n, e }: Readonly<Record<string, unknown>>) {
  try {
    return createPublicKey({ key: { kty: 'RSA', n, e } as JsonWebKey, format: 'jwk' })
  } catch {
    return undefined
  }
}
