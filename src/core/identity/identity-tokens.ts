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
  const made: IdentityToken[] = []
  const add = (kind: TokenKind, value: string | null, strong = false) => {
    if (value !== null) made.push({ kind, token: tokens(kind, value), value, strong })
  }
  add('ek', facts.ekDigest, true)
  add('board', boardSignature(facts), true)
  add('uuid', facts.uuid)
  add('serial', facts.serial)
  add('product-key-id', facts.productKeyId)
  for (const mac of facts.onboardMacs) add('lan', mac)
  for (const mac of facts.virtualMacs) add('lan', mac)
  add('offline-id', facts.offlineId)
  for (const disk of facts.disks) add('disk', disk)
  for (const mac of facts.cardMacs) add('card', mac)
  return made
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
