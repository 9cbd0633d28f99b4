/** TPMT_PUBLIC: the public area of a key, as far as endorsement and attestation keys need it. */
import { createHash } from 'node:crypto'
import { algorithm, curveKind, hashKind } from './algorithms.ts'
import { Reader, TpmFormatError, u16 } from './bytes.ts'

export type RsaKey = { readonly kind: 'rsa'; readonly modulus: Buffer; readonly exponent: number }
export type EccKey = {
  readonly kind: 'ecc'
  readonly curve: number
  readonly x: Buffer
  readonly y: Buffer
}

export type PublicArea = {
  readonly nameAlg: number
  readonly attributes: number
  /** Key size of the symmetric cipher that protects children; 0 = none. */
  readonly symmetricBits: number
  /** `algorithm.null` where the key may use any. */
  readonly scheme: number
  readonly key: RsaKey | EccKey
}

/** Attributes of objects, TPM 2.0 Library, Part 2. */
export const attribute = {
  fixedTPM: 1 << 1,
  fixedParent: 1 << 4,
  sensitiveDataOrigin: 1 << 5,
  restricted: 1 << 16,
  decrypt: 1 << 17,
  sign: 1 << 18,
} as const

const usualExponent = 65_537

/** Throws a TpmFormatError; the area must end with its last field. */
export function readPublicArea(bytes: Uint8Array): PublicArea {
  const reader = new Reader(bytes)
  const type = reader.u16()
  const nameAlg = reader.u16()
  hashKind(nameAlg)
  const attributes = reader.u32()
  reader.sized()
  const symmetricBits = readSymmetric(reader)
  const scheme = readScheme(reader)
  const key = readKey(reader, type)
  reader.end()
  return { nameAlg, attributes, symmetricBits, scheme, key }
}

/** A key's Name: its name algorithm, then the digest of its whole public area. */
export function nameOf(area: Uint8Array): Buffer {
  const nameAlg = Buffer.from(area).readUInt16BE(2)
  const digest = createHash(hashKind(nameAlg).name).update(area).digest()
  return Buffer.concat([u16(nameAlg), digest])
}

/** Only AES in CFB mode protects the children of endorsement keys. */
function readSymmetric(reader: Reader): number {
  const cipher = reader.u16()
  if (cipher === algorithm.null) return 0
  const bits = reader.u16()
  const mode = reader.u16()
  if (cipher !== algorithm.aes || mode !== algorithm.cfb || ![128, 192, 256].includes(bits))
    throw new TpmFormatError('the symmetric cipher is not AES in CFB mode', reader.offset)
  return bits
}

function readScheme(reader: Reader): number {
  const scheme = reader.u16()
  if (scheme !== algorithm.null) reader.u16()
  return scheme
}

function readKey(reader: Reader, type: number): PublicArea['key'] {
  if (type === algorithm.rsa) return readRsa(reader)
  if (type === algorithm.ecc) return readEcc(reader)
  throw new TpmFormatError(`0x${type.toString(16)} is not a type of key`, 0)
}

function readRsa(reader: Reader): RsaKey {
  const bits = reader.u16()
  const exponent = reader.u32() || usualExponent
  const modulus = reader.sized()
  if (modulus.length * 8 !== bits || ((modulus[0] ?? 0) & 0x80) === 0)
    throw new TpmFormatError(`the modulus has not ${bits} bits`, reader.offset)
  return { kind: 'rsa', modulus, exponent }
}

function readEcc(reader: Reader): EccKey {
  const curve = reader.u16()
  const { bytes } = curveKind(curve)
  if (reader.u16() !== algorithm.null) reader.u16()
  const [x, y] = [reader.sized(), reader.sized()]
  if (x.length > bytes || y.length > bytes)
    throw new TpmFormatError('a coordinate is longer than its curve', reader.offset)
  return { kind: 'ecc', curve, x: padded(x, bytes), y: padded(y, bytes) }
}

/** At full width, zeros in front. */
export function padded(coordinate: Uint8Array, bytes: number): Buffer {
  return Buffer.concat([Buffer.alloc(Math.max(0, bytes - coordinate.length)), coordinate])
}
