/**
 * Identity tokens: 16-byte keyed digests by which devices are found. The key keeps serial numbers and TPM keys out
 * of the index; the kind separates equal texts of different fields.
 */
import { hmacSha256 } from 'taxiway-hardware-hash'
import { formatUuid } from '../uuid.ts'

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
  const hmac = hmacSha256(key)
  const room = Buffer.alloc(1024)
  const digest = Buffer.alloc(32)
  return (kind, value) => {
    const text = `${kind}\0${value}`
    // A character takes at most three bytes. Messages are written to the same place: seven for each imported row.
    const isShort = 3 * text.length <= room.length
    if (isShort) hmac(room, digest, room.write(text))
    else hmac(Buffer.from(text), digest)
    return formatUuid(digest) as Token
  }
}
