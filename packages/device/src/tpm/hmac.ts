/**
 * HMAC (RFC 2104) over one-shot digests: `createHmac` makes a key object first, which costs several times as much as
 * the digests of a text of this size.
 */
import { hash } from 'node:crypto'

const blockSizes: Readonly<Record<string, number>> = {
  sha1: 64,
  sha256: 64,
  sha384: 128,
  sha512: 128,
}

/** `name`: as node:crypto spells the hash. */
export function hmac(name: string, key: Uint8Array, parts: readonly Uint8Array[]): Buffer {
  const size = blockSizes[name]
  if (size === undefined) throw new RangeError(`no HMAC with ${name}`)
  const short = key.length > size ? hash(name, key, 'buffer') : key
  const [inner, outer] = [Buffer.alloc(size, 0x36), Buffer.alloc(size, 0x5c)]
  for (const [n, byte] of short.entries()) {
    inner[n] = byte ^ 0x36
    outer[n] = byte ^ 0x5c
  }
  const digest = hash(name, Buffer.concat([inner, ...parts]), 'buffer')
  return hash(name, Buffer.concat([outer, digest]), 'buffer')
}

/** HKDF-SHA-256 (RFC 5869) of one block. */
export function hkdf32(key: Uint8Array, salt: Uint8Array, info: Uint8Array): Buffer {
  return hmac('sha256', hmac('sha256', salt, [key]), [info, Buffer.of(1)])
}
