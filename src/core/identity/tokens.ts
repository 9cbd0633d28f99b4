/**
 * Identity tokens: what a device is found by, as 16-byte keyed digests. The key keeps serial numbers and
 * TPM keys out of the index; the kind keeps equal texts of different fields apart.
 */
import { createHmac } from 'node:crypto'
import { formatUuid } from '../ids.ts'

export type TokenKind =
  | 'ek'
  | 'uuid+serial'
  | 'uuid'
  | 'serial'
  | 'product-key-id'
  | 'lan'
  | 'offline-id'
  | 'disk'
  | 'card'
  | 'board'

declare const brand: unique symbol
/** A UUID made of the first 128 bits of HMAC-SHA-256(key, kind NUL value). */
export type Token = string & { readonly [brand]: 'Token' }

export type Tokens = (kind: TokenKind, value: string) => Token

/** A token maker for one installation; `key` is its secret, 32 bytes. */
export function tokensUnder(key: Uint8Array): Tokens {
  return (kind, value) => {
    const digest = createHmac('sha256', key).update(`${kind}\0${value}`).digest()
    return formatUuid(digest) as Token
  }
}
