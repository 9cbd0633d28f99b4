/** What is known while rows are decided: it grows row by row, so that later rows see earlier ones. */
import {
  type Crowded,
  isOfBoard,
  maxHolders,
  maxHoldersOfTenant,
  pairsOfDevice,
} from '../identity/crowded-tokens.ts'
import type { DeviceRecord } from '../identity/device-record.ts'
import type { IdentityToken } from '../identity/identity-tokens.ts'
import type { Token } from '../identity/tokens.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Declaration, DeclaredDevice } from './declared.ts'
import type { Identified } from './examine-row.ts'
import type { Holder, Listing, TenantRules } from './slice.ts'

export type Known = {
  readonly tenantId: TenantId
  readonly holders: Map<Token, readonly Holder[]>
  readonly crowded: Map<Token, readonly TenantId[]>
  readonly records: Map<DeviceId, DeviceRecord>
  /** Devices that earlier rows of this import matched. */
  readonly seen: Set<DeviceId>
  crossTenantDisclosuresLeft: number
  readonly forbidsHashOnlyClaims: boolean
  registrationsLeft?: number
  /** Devices that a person has said it is not. */
  readonly ruledOut?: ReadonlySet<DeviceId>
  /** A person has said that it is none of the unlisted devices: of the tenant's own, or of all. */
  readonly unseenRuledOut?: { readonly own: boolean; readonly all: boolean }
  /** Deleted devices of the tenant that are still reserved: a row that is one of them registers it anew. */
  readonly reserved: ReadonlySet<DeviceId>
  /** A partner's row whose device nobody knows declares it. */
  readonly declaresUnknown: boolean
  /** Declared devices of the tenant that wait for a hash. */
  readonly declared: Map<Token, DeclaredDevice>
  /** The names in a row's hash; undefined: it has none, or nothing waits for them. */
  readonly declarationIn: (row: Identified) => Declaration | undefined
}

export function newKnown(
  start: TenantRules & {
    readonly tenantId: TenantId
    readonly holders: ReadonlyMap<Token, readonly Holder[]>
    readonly crowded: Crowded
    readonly records: ReadonlyMap<DeviceId, DeviceRecord>
    readonly decidedEarlier: ReadonlySet<DeviceId>
    readonly reserved: ReadonlySet<DeviceId>
    readonly declared: readonly DeclaredDevice[]
    readonly declarationIn: Known['declarationIn']
  },
): Known {
  return {
    tenantId: start.tenantId,
    holders: new Map(start.holders),
    crowded: new Map(start.crowded),
    records: new Map(start.records),
    seen: new Set(start.decidedEarlier),
    reserved: start.reserved,
    crossTenantDisclosuresLeft: start.crossTenantDisclosuresLeft,
    forbidsHashOnlyClaims: start.forbidsHashOnlyClaims,
    declaresUnknown: start.declaresUnknown,
    declared: new Map(start.declared.map((each) => [each.tuple, each])),
    declarationIn: start.declarationIn,
    ...(start.registrationsLeft !== undefined && { registrationsLeft: start.registrationsLeft }),
  }
}

type Listed = Pick<Known, 'holders' | 'crowded' | 'tenantId'>

/** Lists a device of the tenant under its tokens; returns those under which it was not listed before. */
export function list(known: Listed, holder: Holder, all: readonly IdentityToken[]): Listing {
  const [tokens, crowded]: [IdentityToken[], Token[]] = [[], []]
  for (const token of all.filter((each) => !isListed(known, each.token, holder))) {
    const listing = listUnder(known, holder, { token, all })
    tokens.push(...listing.tokens)
    crowded.push(...listing.crowded)
  }
  for (const token of crowded) markCrowded(known, token)
  return { tokens, crowded }
}

function listUnder(
  known: Listed,
  holder: Holder,
  { token, all }: { readonly token: IdentityToken; readonly all: readonly IdentityToken[] },
): Listing {
  const isOwn = add(known, holder, token.token)
  const own = isOwn ? [token] : []
  if (!isOfBoard(token)) return { tokens: own, crowded: [] }
  if (isOwn && !known.crowded.has(token.token)) return { tokens: own, crowded: [] }
  // Also when there was room: two devices that share two tokens meet on the pair in any case.
  const pairs = pairsOfDevice(token, all).filter((pair) => !isListed(known, pair, holder))
  const [listed, full] = partitioned(pairs, (pair) => add(known, holder, pair))
  return {
    tokens: [...own, ...listed.map(asPair)],
    crowded: isOwn ? full : [token.token, ...full],
  }
}

function asPair(token: Token): IdentityToken {
  return { kind: 'pair', token, value: '', strong: false }
}

function partitioned<T>(values: readonly T[], test: (value: T) => boolean): [yes: T[], no: T[]] {
  const verdicts = values.map((value) => ({ value, isYes: test(value) }))
  const those = (isYes: boolean) =>
    verdicts.filter((each) => each.isYes === isYes).map(({ value }) => value)
  return [those(true), those(false)]
}

/** False if the token has no room. */
function add(known: Listed, holder: Holder, token: Token): boolean {
  if (!hasRoom(known, token)) return false
  const others = known.holders.get(token)
  known.holders.set(token, others === undefined ? [holder] : [...others, holder])
  return true
}

function isListed(known: Listed, token: Token, { deviceId }: Holder): boolean {
  return known.holders.get(token)?.some((each) => each.deviceId === deviceId) ?? false
}

function hasRoom({ holders, tenantId }: Listed, token: Token): boolean {
  const all = holders.get(token)
  if (all === undefined || all.length < maxHoldersOfTenant) return true
  const own = all.filter((each) => each.tenantId === tenantId).length
  return own < maxHoldersOfTenant && all.length < maxHolders
}

function markCrowded({ crowded, tenantId }: Listed, token: Token): void {
  crowded.set(token, [...new Set([...(crowded.get(token) ?? []), tenantId])])
}
