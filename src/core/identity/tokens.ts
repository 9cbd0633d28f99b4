/**
 * Identity tokens: 16-byte keyed digests by which devices are found. The key keeps serial numbers and TPM keys out
 * of the index; the kind separates equal texts of different fields.
 */
import { hash } from 'node:crypto'
import { formatUuid } from '../ids.ts'

export type TokenKind =
  | 'ek'
  | 'uuid'
  | 'serial'
  | 'product-key-id'
  | 'lan'
  | 'offline-id'
  | 'disk'
  | 'card'
  | 'board'
  /** Manufacturer, model and serial number together, as a maker or a partner spells them. */
  | 'tuple'
  /** A product key id as a maker or a partner spells it. */
  | 'key'

declare const brand: unique symbol
/** A UUID made of the first 128 bits of HMAC-SHA-256(key, kind NUL value). */
export type Token = string & { readonly [brand]: 'Token' }

export type Tokens = (kind: TokenKind, value: string) => Token

/** A token maker for one installation; `key` is its secret, at most 64 bytes. */
export function tokensUnder(key: Uint8Array): Tokens {
  const hmac = hmacUnder(key)
  return (kind, value) => formatUuid(hmac(`${kind}\0${value}`)) as Token
}

/**
 * HMAC-SHA-256 (RFC 2104) of texts. Written over one-shot digests because it runs seven times per imported row: 1.9
 * µs, compared with 9.5 µs for the setup of `createHmac`.
 */
function hmacUnder(key: Uint8Array): (text: string) => Buffer {
  if (key.length > blockSize) throw new RangeError('a token key has at most 64 bytes')
  const padded = (pad: number) =>
    Buffer.alloc(blockSize, pad).map((byte, i) => byte ^ (key[i] ?? 0))
  const [inner, outer] = [padded(0x36), padded(0x5c)]
  const digest = (...parts: readonly Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer')
  return (text) => digest(outer, digest(inner, Buffer.from(text)))
}

const blockSize = 64
