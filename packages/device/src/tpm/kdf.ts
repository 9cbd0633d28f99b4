/** Key derivation of the TPM 2.0 Library, Part 1: KDFa (annex on SP 800-108) and KDFe (SP 800-56A). */
import { createHash } from 'node:crypto'
import { hashKind } from './algorithms.ts'
import { u32 } from './bytes.ts'
import { hmac } from './hmac.ts'

export type Derivation = {
  /** The TPM's number of the hash. */
  readonly hash: number
  /** Without the zero byte that ends it. */
  readonly label: string
  /** Of KDFa: the contexts; of KDFe: the x coordinates of both parties. */
  readonly u: Uint8Array
  readonly v: Uint8Array
  readonly bits: number
}

/** HMAC in counter mode. */
export function kdfa(key: Uint8Array, { hash, label, u, v, bits }: Derivation): Buffer {
  const { name } = hashKind(hash)
  return rounds({ hash, bits }, (counter) =>
    hmac(name, key, [counter, Buffer.from(`${label}\0`), u, v, u32(bits)]),
  )
}

/** The same over a plain hash, for a shared secret of elliptic curves. */
export function kdfe(z: Uint8Array, { hash, label, u, v, bits }: Derivation): Buffer {
  const { name } = hashKind(hash)
  return rounds({ hash, bits }, (counter) =>
    createHash(name)
      .update(Buffer.concat([counter, z, Buffer.from(`${label}\0`), u, v]))
      .digest(),
  )
}

function rounds(
  { hash, bits }: Pick<Derivation, 'hash' | 'bits'>,
  block: (counter: Buffer) => Buffer,
): Buffer {
  const size = Math.ceil(bits / 8)
  const count = Math.ceil(size / hashKind(hash).bytes)
  const out = Buffer.concat(Array.from({ length: count }, (_, i) => block(u32(i + 1))))
  const key = out.subarray(0, size)
  // Bits that were not asked for are the highest of the first byte, and are zero.
  const odd = bits % 8
  if (odd > 0) key[0] = (key[0] ?? 0) & ((1 << odd) - 1)
  return key
}
