/** Public areas and templates as a TPM writes them, for provers: the other direction of public-area.ts. */
import { algorithm, curveKind } from './algorithms.ts'
import { sized, u16, u32 } from './bytes.ts'
import { attribute, type EccKey, type RsaKey } from './public-area.ts'

const userWithAuth = 1 << 6
const noDictionaryAttack = 1 << 10
const adminWithPolicy = 1 << 7

const of = (...bits: readonly number[]): number => bits.reduce((sum, bit) => sum | bit, 0)

/** A restricted signing key: what Windows and tpm2-tools make as an attestation key. */
const attestationAttributes = of(
  attribute.fixedTPM,
  attribute.fixedParent,
  attribute.sensitiveDataOrigin,
  userWithAuth,
  noDictionaryAttack,
  attribute.restricted,
  attribute.sign,
)

/** Of the TCG's templates for RSA-2048 and P-256: opened by the policy below, not by a password. */
const endorsementAttributes = of(
  attribute.fixedTPM,
  attribute.fixedParent,
  attribute.sensitiveDataOrigin,
  adminWithPolicy,
  attribute.restricted,
  attribute.decrypt,
)

/** PolicySecret of the endorsement hierarchy. [TCG EK Credential Profile 2.5, B.3] */
const policyDigest = '837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa'
const endorsementPolicy = Buffer.from(policyDigest, 'hex')
const aes128 = Buffer.concat([u16(algorithm.aes), u16(128), u16(algorithm.cfb)])
const noPolicy = Buffer.alloc(0)

/** The attestation key's public area; `attributes` other than the usual ones are for tests of refusals. */
export function attestationArea(
  key: RsaKey | EccKey,
  attributes: number = attestationAttributes,
): Buffer {
  return areaOf(key, {
    attributes,
    policy: noPolicy,
    symmetric: u16(algorithm.null),
    scheme: signing(key),
  })
}

/** An endorsement key of the TCG's templates; with zeros for the key it is the template itself. */
export function endorsementArea(key: RsaKey | EccKey): Buffer {
  return areaOf(key, {
    attributes: endorsementAttributes,
    policy: endorsementPolicy,
    symmetric: aes128,
    scheme: u16(algorithm.null),
  })
}

type Rest = {
  readonly attributes: number
  readonly policy: Buffer
  readonly symmetric: Buffer
  readonly scheme: Buffer
}

function areaOf(key: RsaKey | EccKey, { attributes, policy, symmetric, scheme }: Rest): Buffer {
  const type = key.kind === 'rsa' ? algorithm.rsa : algorithm.ecc
  const head = [u16(type), u16(algorithm.sha256), u32(attributes), sized(policy), symmetric, scheme]
  return Buffer.concat([...head, ...tailOf(key)])
}

function tailOf(key: RsaKey | EccKey): readonly Buffer[] {
  if (key.kind === 'rsa') {
    const exponent = key.exponent === 65_537 ? 0 : key.exponent
    return [u16(key.modulus.length * 8), u32(exponent), sized(key.modulus)]
  }
  return [u16(key.curve), u16(algorithm.null), sized(key.x), sized(key.y)]
}

function signing({ kind }: RsaKey | EccKey): Buffer {
  const scheme = kind === 'rsa' ? algorithm.rsassa : algorithm.ecdsa
  return Buffer.concat([u16(scheme), u16(algorithm.sha256)])
}

/** What TPM2_CreatePrimary is given: the same area without a key in it. */
export const templates = {
  ekRsa: endorsementArea({ kind: 'rsa', modulus: Buffer.alloc(256), exponent: 65_537 }),
  ekP256: endorsementArea(emptyPoint(0x0003)),
  akRsa: attestationArea({ kind: 'rsa', modulus: Buffer.alloc(256), exponent: 65_537 }),
  akP256: attestationArea(emptyPoint(0x0003)),
} as const

function emptyPoint(curve: number): EccKey {
  const { bytes } = curveKind(curve)
  return { kind: 'ecc', curve, x: Buffer.alloc(bytes), y: Buffer.alloc(bytes) }
}
