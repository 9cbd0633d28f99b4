/** The TPM's key derivation against the vectors that google/go-tpm publishes, made by other people's code. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { eccSeed, openSeed } from 'taxiway-device/tpm/credential'
import { type EndorsementKey, publicKeyOf } from 'taxiway-device/tpm/endorsement-key'
import { expect, test } from 'vitest'
import { algorithm, curveKind } from '../../packages/device/src/tpm/algorithms.ts'
import { kdfa, kdfe } from '../../packages/device/src/tpm/kdf.ts'
import {
  type EccKey,
  padded,
  type RsaKey,
  readPublicArea,
} from '../../packages/device/src/tpm/public-area.ts'
import { rsaPrivateKey } from '../../packages/device/src/tpm/rsa-key.ts'

type Vector = Readonly<Record<string, string>> & { readonly HashAlg: number; readonly Bits: number }
const vectors: Readonly<Record<'kdfa' | 'kdfe' | 'ecc' | 'rsa', readonly Vector[]>> = JSON.parse(
  readFileSync(new URL('../fixtures/tpm/go-tpm-vectors.json', import.meta.url), 'utf8'),
)
const hex = (text = '') => Buffer.from(text, 'hex')

test.each(vectors.kdfa)('KDFa $Name', (v) => {
  expect(kdfa(hex(v['Key']), derivation(v)).toString('hex')).toBe(v['Result'])
})

test.each(vectors.kdfe)('KDFe $Name', (v) => {
  expect(kdfe(hex(v['Z']), derivation(v)).toString('hex')).toBe(v['Result'])
})

test.each(vectors.ecc)('the seed of an elliptic-curve key, $Name', (v) => {
  const area = readPublicArea(hex(v['PublicKey']))
  const key = area.key as EccKey
  const ek = { ...area, aesBits: 128, public: publicKeyOf(key) } satisfies EndorsementKey
  const { seed, encryptedSecret } = eccSeed(ek, key, ephemeralOf(key, v))
  expect(encryptedSecret.toString('hex')).toBe(v['Ciphertext'])
  expect(seed.toString('hex')).toBe(v['Secret'])
})

// A key with a scheme of its own uses that scheme's hash for OAEP; endorsement keys are restricted and have none.
const plain = vectors.rsa.filter(
  (v) => readPublicArea(hex(v['PublicKey'])).scheme === algorithm.null,
)
test.each(plain)('the seed of an RSA key, $Name', (v) => {
  const area = readPublicArea(hex(v['PublicKey']))
  const key = area.key as RsaKey
  const modulus = BigInt(`0x${key.modulus.toString('hex')}`)
  const prime = primeIn(hex(v['PrivateKey']))
  const ek = { ...area, aesBits: 128, private: rsaPrivateKey(prime, modulus / prime) }
  expect(openSeed(ek, hex(v['Ciphertext'])).toString('hex')).toBe(v['Secret'])
})

test('the vectors are all there', () => {
  const { kdfa, kdfe, ecc } = vectors
  expect([kdfa.length, kdfe.length, ecc.length, plain.length]).toEqual([100, 100, 30, 19])
})

function derivation(v: Vector) {
  const { HashAlg: hash, Bits: bits, Label: label = '' } = v
  return { hash, bits, label, u: hex(v['ContextU']), v: hex(v['ContextV']) }
}

/** A private key from its number: node derives the point when it is asked for a shared secret. */
function ephemeralOf({ curve }: EccKey, v: Vector): KeyObject {
  const { bytes, crv } = curveKind(curve)
  const point = hex(v['Ciphertext'])
  const width = point.readUInt16BE(0)
  const [x, y] = [point.subarray(2, 2 + width), point.subarray(4 + width)]
  const text = (part: Uint8Array) => padded(part, bytes).toString('base64url')
  const jwk = { kty: 'EC', crv, x: text(x), y: text(y), d: text(hex(v['EphemeralPrivate'])) }
  return createPrivateKey({ format: 'jwk', key: jwk })
}

/** TPMT_SENSITIVE: type, authorization, seed value, then the prime. */
function primeIn(sensitive: Buffer): bigint {
  let at = 2
  const skip = () => {
    at += 2 + sensitive.readUInt16BE(at)
  }
  skip()
  skip()
  const length = sensitive.readUInt16BE(at)
  return BigInt(`0x${sensitive.subarray(at + 2, at + 2 + length).toString('hex')}`)
}
