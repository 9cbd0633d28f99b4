/** What MakeCredential must know of an endorsement key, from the three places where one is found. */
import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { algorithm, curveKind, curveNamed } from './algorithms.ts'
import { TpmFormatError } from './bytes.ts'
import { type EccKey, type PublicArea, padded, type RsaKey, readPublicArea } from './public-area.ts'

type Common = { readonly nameAlg: number; readonly aesBits: number }

export type EndorsementKey = Common & { readonly key: RsaKey | EccKey; readonly public: KeyObject }

/**
 * The TCG templates for RSA-2048 and P-256 agree in these, so that a bare modulus says enough.
 * [TCG EK Credential Profile 2.5, B.3]
 */
const usual: Common = { nameAlg: algorithm.sha256, aesBits: 128 }
/** Of the high-range template for P-384. */
const larger: Common = { nameAlg: 0x000c, aesBits: 256 }

/** From record 25 of a hardware hash. */
export function ekFromModulus(modulus: Uint8Array): EndorsementKey {
  const key: RsaKey = { kind: 'rsa', modulus: Buffer.from(modulus), exponent: 65_537 }
  let made: KeyObject | undefined
  return {
    ...usual,
    key,
    /** Made when needed: checking a proof needs only the digest. */
    get public() {
      made ??= publicKeyOf(key)
      return made
    },
  }
}

/** From the TPM's own description of it. */
export function ekFromPublicArea(area: Uint8Array): EndorsementKey {
  const { nameAlg, symmetricBits, key } = readPublicArea(area)
  if (symmetricBits === 0) throw new TpmFormatError('the key protects no children', 0)
  return { nameAlg, aesBits: symmetricBits, key, public: publicKeyOf(key) }
}

/** From its certificate: RSA-2048, P-256 or P-384; anything else throws. */
export function ekFromCertificate(certificate: X509Certificate): EndorsementKey {
  const { n, e, crv, x, y } = certificate.publicKey.export({ format: 'jwk' })
  if (n !== undefined && e === 'AQAB') {
    const modulus = Buffer.from(n, 'base64url')
    if (modulus.length === 256) return ekFromModulus(modulus)
  }
  const curve = curveNamed(crv)
  if (curve === undefined || crv === 'P-521' || x === undefined || y === undefined)
    throw new TpmFormatError('the certificate is for no RSA-2048, P-256 or P-384 key', 0)
  const { bytes } = curveKind(curve)
  const coordinate = (text: string) => padded(Buffer.from(text, 'base64url'), bytes)
  const key: EccKey = { kind: 'ecc', curve, x: coordinate(x), y: coordinate(y) }
  return { ...(crv === 'P-384' ? larger : usual), key, public: certificate.publicKey }
}

/** Throws for a point that is not on its curve. */
export function publicKeyOf(key: PublicArea['key']): KeyObject {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  if (key.kind === 'ecc')
    return createPublicKey({
      format: 'jwk',
      key: { kty: 'EC', crv: curveKind(key.curve).crv, x: text(key.x), y: text(key.y) },
    })
  const exponent = Buffer.from(key.exponent.toString(16).padStart(8, '0'), 'hex')
  const e = text(exponent.subarray(exponent.findIndex((byte) => byte > 0)))
  return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: text(key.modulus), e } })
}
