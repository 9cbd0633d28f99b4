/**
 * Release certificates: signed statements that a device left a tenant, and for whom. They speak of this registry
 * alone, never of Microsoft's. JWS in its compact form (RFC 7515) with EdDSA (RFC 8037); no expiry, since each states
 * a moment.
 */
import { createHash, createPublicKey, sign } from 'node:crypto'
import { ed25519Key } from '../ed25519.ts'

/** What anybody may know of a certificate: whether it is the latest of its device. */
export type CertificateStatus = 'current' | 'superseded' | 'unknown'

export type CertificateKind = 'release' | 'transfer' | 'repair'

export type CertifiedDevice = {
  readonly manufacturer: string | null
  readonly model: string | null
  readonly serialNumber: string
  readonly productKeyId?: string
  /** Of the TPM's endorsement key. */
  readonly ekDigest?: string
}

export type CertificateClaims = {
  readonly jti: string
  readonly iat: number
  readonly kind: CertificateKind
  readonly sequence: number
  /** The digest of the certificate before. */
  readonly prev: string | null
  readonly device: CertifiedDevice
  readonly releasedBy?: { readonly tenantId: string }
  readonly boundTo: { readonly tenantId: string } | null
  readonly reason?: string
}

export type PublicKey = {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: 'EdDSA'
}

export type CertificateSigner = {
  readonly publicKey: PublicKey
  /** The compact form. */
  sign(claims: CertificateClaims): string
}

export function certificateSigner(seed: Uint8Array, issuer: string): CertificateSigner {
  const key = ed25519Key(seed)
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  // RFC 7638: the thumbprint of the required members in their order.
  const kid = digestOf(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })).toString('base64url')
  const header = part({ alg: 'EdDSA', typ: 'taxiway-release+jwt', kid })
  return {
    publicKey: { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' },
    sign(claims) {
      const input = `${header}.${part({ iss: issuer, scope: 'this registry only', ...claims })}`
      return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
    },
  }
}

/** What the next certificate has as `prev`. */
export function linkTo(jws: string): string {
  return `sha256:${digestOf(jws).toString('hex')}`
}

/** Which chain a device's certificates belong to: its TPM key's, else its maker's, model's and serial number's. */
export function chainOf({ ekDigest, manufacturer, model, serialNumber }: CertifiedDevice): Buffer {
  return digestOf(
    JSON.stringify(ekDigest === undefined ? [manufacturer, model, serialNumber] : [ekDigest]),
  )
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
