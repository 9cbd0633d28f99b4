/**
 * The tokens of a hash: by which registered devices are found, and which of them only one may hold.
 *
 * A token is strong exactly when two hashes that share it can never be two devices for certain (their
 * verdict is `match` or `review`). So a unique constraint over strong tokens stops two racing imports
 * of one device, and never stands in the way of a new device that shares single values with an old
 * one: a replaced board with the old serial number and UUID, a duplicate serial number, a clone.
 */
import type { IdentityFacts } from './facts.ts'
import type { Token, TokenKind, Tokens } from './tokens.ts'

export type IdentityToken = {
  /** `pair`: two others in one, or one and the lack of another (`crowded-tokens.ts`). */
  readonly kind: TokenKind | 'pair'
  readonly token: Token
  /** What the token stands for; it never leaves the process but as a proposal for the deny list. */
  readonly value: string
  /** Claimed exclusively; the others only find candidates. */
  readonly strong: boolean
}

/** All tokens of `facts`, none twice; empty where the hash identifies nothing. */
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
 * Everything of the board that can contradict, as one value: equal signatures contradict nowhere.
 * Null where the board says nothing at all.
 */
function boardSignature(facts: IdentityFacts): string | null {
  const { uuid, manufacturer, serial, productKeyId, onboardMacs, offlineId } = facts
  if (uuid === null && serial === null && productKeyId === null && onboardMacs.length === 0) {
    return offlineId
  }
  return JSON.stringify([uuid, serial && manufacturer, serial, productKeyId, onboardMacs])
}
