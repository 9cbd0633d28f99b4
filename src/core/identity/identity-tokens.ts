/**
 * The tokens of a hash: how registered devices are found, and which tokens only one device may hold.
 *
 * A token is strong exactly when two hashes that share it cannot certainly be different devices (their verdict is
 * `match` or `review`). So a unique constraint over strong tokens stops two racing imports of one device, and never
 * blocks a new device that shares single values with an old one: a replaced board with the old serial number and
 * UUID, a duplicate serial number, a clone.
 */
import type { IdentityFacts } from './facts.ts'
import type { Token, TokenKind, Tokens } from './tokens.ts'

export type IdentityToken = {
  /** `pair`: two tokens in one, or one token and the absence of another (`crowded-tokens.ts`). */
  readonly kind: TokenKind | 'pair'
  readonly token: Token
  /** The value behind the token; it leaves the process only as a proposal for the deny list. */
  readonly value: string
  /** Claimed exclusively; the others only find candidates. */
  readonly strong: boolean
}

/** All tokens of `facts` without duplicates; empty if the hash identifies nothing. */
export function identityTokens(facts: IdentityFacts, tokens: Tokens): readonly IdentityToken[] {
  const strong = (kind: TokenKind, value: string | null) => made(kind, value, true)
  const weak = (kind: TokenKind, value: string | null) => made(kind, value, false)
  const made = (kind: TokenKind, value: string | null, isStrong: boolean) =>
    value === null ? [] : [{ kind, token: tokens(kind, value), value, strong: isStrong }]
  return [
    ...strong('ek', facts.ekDigest),
    ...strong('board', boardSignature(facts)),
    ...weak('uuid', facts.uuid),
    ...weak('serial', facts.serial),
    ...weak('product-key-id', facts.productKeyId),
    ...[...facts.onboardMacs, ...facts.virtualMacs].flatMap((mac) => weak('lan', mac)),
    ...weak('offline-id', facts.offlineId),
    ...facts.disks.flatMap((disk) => weak('disk', disk)),
    ...facts.cardMacs.flatMap((mac) => weak('card', mac)),
  ]
}

/**
 * Everything about the board that can contradict, as one value: equal signatures cannot contradict. Null if the
 * board says nothing at all.
 */
function boardSignature(facts: IdentityFacts): string | null {
  const { uuid, manufacturer, serial, productKeyId, onboardMacs, offlineId } = facts
  if (uuid === null && serial === null && productKeyId === null && onboardMacs.length === 0) {
    return offlineId
  }
  return JSON.stringify([uuid, serial && manufacturer, serial, productKeyId, onboardMacs])
}
