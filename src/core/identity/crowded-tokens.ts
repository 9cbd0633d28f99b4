/**
 * Identifiers shared by more devices than a row can be compared with.
 *
 * A token lists a limited number of devices per tenant, and in all. A device for which there is no room is not
 * lost: for a token of the board it is listed under pairs, namely that token with each of its other tokens, and
 * with each value that would rule out a match and that it lacks. So a row that shares two identifiers with it finds
 * it, and a row that shares only the crowded one knows whether an unlisted device may be the same.
 */
import { hash } from 'node:crypto'
import type { TenantId } from '../ids.ts'
import { formatUuid } from '../uuid.ts'
import type { IdentityToken } from './identity-tokens.ts'
import type { Token } from './tokens.ts'

/** Devices of one tenant under one token, so that no tenant takes up another's room. */
export const maxHoldersOfTenant = 50
/** Devices of all tenants under one token. */
export const maxHolders = 1000

/** Tenants with devices that a token does not list. */
export type Crowded = ReadonlyMap<Token, readonly TenantId[]>

/** Parts that move between machines never make a match or raise a question, so their tokens may list too few. */
const movable: ReadonlySet<IdentityToken['kind']> = new Set(['disk', 'card', 'pair'])

/** Values that rule a match out when they differ (`compare.ts`). */
const vetoKinds = ['uuid', 'product-key-id'] as const

export function isOfBoard({ kind }: IdentityToken): boolean {
  return !movable.has(kind)
}

/** The pairs under which a device with the tokens `all` is listed if `token` is crowded. */
export function pairsOfDevice(
  token: IdentityToken,
  all: readonly IdentityToken[],
): readonly Token[] {
  const lacking = vetoKinds.filter((kind) => !all.some((each) => each.kind === kind))
  return [...pairsWith(token, all), ...lacking.map((kind) => withoutKind(token, kind))]
}

/** The pairs by which a row with the tokens `all` finds the devices that its crowded tokens do not list. */
export function pairsOfRow(all: readonly IdentityToken[], crowded: Crowded): readonly Token[] {
  return all
    .filter((each) => isOfBoard(each) && crowded.has(each.token))
    .flatMap((each) => [
      ...pairsWith(each, all),
      ...vetoesBeside(each, all).map(({ kind }) => withoutKind(each, kind)),
    ])
}

/** The first crowded token of a row behind which an unlisted device may be the same; undefined if there is none. */
export function blindSpotOf(
  all: readonly IdentityToken[],
  crowded: Crowded,
): IdentityToken | undefined {
  return all.find(
    (each) =>
      isOfBoard(each) &&
      crowded.has(each.token) &&
      !vetoesBeside(each, all).some((veto) => rulesOut(each, veto, crowded)),
  )
}

/**
 * An unlisted device shares `token` alone: it differs in `veto`, unless it is listed as having the same value or
 * none.
 */
function rulesOut(token: IdentityToken, veto: IdentityToken, crowded: Crowded): boolean {
  return !(crowded.has(paired(token, veto)) || crowded.has(withoutKind(token, veto.kind)))
}

/** A TPM key or the signature of a whole board cannot be overruled by a veto. */
function vetoesBeside(
  token: IdentityToken,
  all: readonly IdentityToken[],
): readonly IdentityToken[] {
  if (token.kind === 'ek' || token.kind === 'board') return []
  return all.filter(
    ({ kind }) => kind !== token.kind && vetoKinds.some((vetoKind) => vetoKind === kind),
  )
}

function pairsWith(token: IdentityToken, all: readonly IdentityToken[]): readonly Token[] {
  return all.filter((other) => other.token !== token.token).map((other) => paired(token, other))
}

/** Digests of digests under the installation's key; the pairs need no key of their own. */
function paired(token: IdentityToken, other: IdentityToken): Token {
  return digest(`pair ${token.token} ${other.token}`)
}

function withoutKind(token: IdentityToken, kind: string): Token {
  return digest(`pair ${token.token} without ${kind}`)
}

function digest(text: string): Token {
  return formatUuid(hash('sha256', text, 'buffer')) as Token
}
