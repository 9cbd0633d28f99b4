/**
 * Identifiers that more devices share than can be compared with a row.
 *
 * A token lists so many devices of each tenant, and so many in all. A device that finds no room is not lost:
 * for a token of the board it is listed under pairs, of that token with each other one that it has, and with
 * each value that would rule a match out and that it lacks. So a row that shares two identifiers with it finds
 * it, and a row that shares only the crowded one knows whether a device that it cannot see may be it.
 */
import { hash } from 'node:crypto'
import { formatUuid, type TenantId } from '../ids.ts'
import type { IdentityToken } from './identity-tokens.ts'
import type { Token } from './tokens.ts'

/** Devices of one tenant under one token: nobody takes another's place. */
export const maxHoldersOfTenant = 50
/** Devices of all tenants under one token. */
export const maxHolders = 1000

/** The tenants some of whose devices a token does not list. */
export type Crowded = ReadonlyMap<Token, readonly TenantId[]>

/** What moves between machines never makes a match or a question: such a token may lead to too few. */
const movable: ReadonlySet<IdentityToken['kind']> = new Set(['disk', 'card', 'pair'])

/** Values that rule a match out when they differ (`compare.ts`). */
const vetoKinds = ['uuid', 'product-key-id'] as const

export function isOfBoard({ kind }: IdentityToken): boolean {
  return !movable.has(kind)
}

/** Under which pairs a device with `all` is listed, where `token` is crowded. */
export function pairsOfDevice(
  token: IdentityToken,
  all: readonly IdentityToken[],
): readonly Token[] {
  const lacking = vetoKinds.filter((kind) => !all.some((each) => each.kind === kind))
  return [...pairsWith(token, all), ...lacking.map((kind) => withoutKind(token, kind))]
}

/** By which pairs a row with `all` finds the devices that its crowded tokens do not list. */
export function pairsOfRow(all: readonly IdentityToken[], crowded: Crowded): readonly Token[] {
  return all
    .filter((each) => isOfBoard(each) && crowded.has(each.token))
    .flatMap((each) => [
      ...pairsWith(each, all),
      ...vetoesBeside(each, all).map(({ kind }) => withoutKind(each, kind)),
    ])
}

/** The first crowded token of a row behind which a device may be it that cannot be seen; undefined where none is. */
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

/** Whoever is unseen shares `token` alone: it differs in `veto`, unless it is listed as having the same or none. */
function rulesOut(token: IdentityToken, veto: IdentityToken, crowded: Crowded): boolean {
  return !(crowded.has(paired(token, veto)) || crowded.has(withoutKind(token, veto.kind)))
}

/** A TPM key and a whole board's signature are beyond any veto. */
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

/** Digests of digests under the installation's key: they need none of their own. */
function paired(token: IdentityToken, other: IdentityToken): Token {
  return digest(`pair ${token.token} ${other.token}`)
}

function withoutKind(token: IdentityToken, kind: string): Token {
  return digest(`pair ${token.token} without ${kind}`)
}

function digest(text: string): Token {
  return formatUuid(hash('sha256', text, 'buffer')) as Token
}
