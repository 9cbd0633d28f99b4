/**
 * Profiles are signed, so that a device can pin the service it accepts them from: ES256 as a detached JWS (RFC
 * 7515, appendix F) over the bytes of the profile exactly as sent.
 */
import { createECDH, createHash, createPrivateKey, sign } from 'node:crypto'

export type ProfileSigner = {
  /** Header and signature, with nothing between the two dots. */
  readonly sign: (payload: string) => string
  /** As a JSON Web Key Set. */
  readonly keys: { readonly keys: readonly Readonly<Record<string, string>>[] }
}

/** `secret`: 32 bytes shared by all servers of the database; they are the private key. */
export function profileSigner(secret: Uint8Array): ProfileSigner {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(secret)
  const point = curve.getPublicKey()
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const open = {
    kty: 'EC',
    crv: 'P-256',
    x: text(point.subarray(1, 33)),
    y: text(point.subarray(33)),
  }
  // RFC 7638: members in alphabetical order.
  const { kty, crv, x, y } = open
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  const key = createPrivateKey({ format: 'jwk', key: { ...open, d: text(secret) } })
  const header = text(Buffer.from(JSON.stringify({ alg: 'ES256', kid })))
  return {
    sign(payload) {
      const signed = Buffer.from(`${header}.${text(Buffer.from(payload))}`)
      return `${header}..${text(sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }))}`
    },
    keys: { keys: [{ ...open, use: 'sig', alg: 'ES256', kid }] },
  }
}
