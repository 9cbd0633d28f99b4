/**
 * Which registered device a hash belongs to, and whether the proved key is that device's own. The same engine
 * judges imports; a key that belongs to another device gives access to nothing, however well everything else
 * matches.
 */

import type { DeviceRecord } from '../identity/device-record.ts'
import { type Candidate, type Judgement, judge } from '../identity/judge.ts'
import { withoutDenied } from '../identity/record.ts'
import type { DeviceId } from '../ids.ts'
import { type Examiner, type Identified, identifiedHash } from '../imports/examine-row.ts'
import { holdersOfRows } from '../imports/look-up.ts'
import type { Holder, Holders, OpenSlice } from '../imports/slice.ts'
import type { PresentedDevice } from './presented-device.ts'

export type DeviceLookup = Pick<OpenSlice, 'holdersOf' | 'recordsOf'> & {
  /** Digests of keys bound to devices, besides those in their hashes. */
  boundKeysOf(holders: readonly Holder[]): Promise<ReadonlyMap<DeviceId, readonly string[]>>
}

export type Matched =
  /** The device itself. */
  | { readonly kind: 'same'; readonly holder: Holder; readonly record: DeviceRecord }
  /** The device's own key came with a hash that is not (only) the device's. */
  | { readonly kind: 'differs'; readonly holder: Holder; readonly why: Difference }
  /** A hash of the device, but not its key; `isKeyless`: the device has no key on record. */
  | { readonly kind: 'foreign-key'; readonly holder: Holder; readonly isKeyless: boolean }
  /** `unclaimed`: what a registration of the hash would be judged against, where it contradicts no device. */
  | { readonly kind: 'unknown'; readonly unclaimed?: Unclaimed }

export type Unclaimed = { readonly examined: Identified; readonly held: Holders }

export type Difference = 'serial' | 'product-key' | 'unclear'

export type MatchDeps = {
  readonly lookup: DeviceLookup
  readonly examiner: () => Promise<Examiner>
}

/** `provenKey`: its digest; null if nothing was proved and the hash has to suffice. */
export async function matchedDevice(
  { lookup, examiner }: MatchDeps,
  { hash }: Pick<PresentedDevice, 'hash'>,
  provenKey: string | null,
): Promise<Matched> {
  const rules = await examiner()
  const examined = identifiedHash(hash, rules)
  if (examined === undefined) return { kind: 'unknown' }
  const found = await lookUp(lookup, examined, rules)
  const judgement = judge(examined.facts, found.candidates)
  return provenKey === null
    ? byHashAlone(judgement, found)
    : byKey(judgement, found, { provenKey, examined })
}

type Found = {
  readonly candidates: readonly Candidate<DeviceId>[]
  readonly held: Holders
  readonly holders: ReadonlyMap<DeviceId, Holder>
  readonly bound: ReadonlyMap<DeviceId, readonly string[]>
}

async function lookUp(
  lookup: DeviceLookup,
  { tokens }: Identified,
  { denyList }: Examiner,
): Promise<Found> {
  const held = await holdersOfRows(lookup, [{ tokens }])
  const holders = new Map([...held.holders.values()].flat().map((each) => [each.deviceId, each]))
  if (holders.size === 0) return { candidates: [], held, holders, bound: new Map() }
  const all = [...holders.values()]
  const [records, bound] = await Promise.all([lookup.recordsOf(all), lookup.boundKeysOf(all)])
  const candidates = [...records].map(([id, record]) => ({
    id,
    record: withoutDenied(record, denyList),
  }))
  return { candidates, held, holders, bound }
}

function byHashAlone(judgement: Judgement<DeviceId>, found: Found): Matched {
  const holder = found.holders.get(judgement.id ?? ('' as DeviceId))
  const record = found.candidates.find(({ id }) => id === judgement.id)?.record
  return holder && record ? { kind: 'same', holder, record } : { kind: 'unknown' }
}

type Proven = { readonly provenKey: string; readonly examined: Identified }

function byKey(
  judgement: Judgement<DeviceId>,
  found: Found,
  { provenKey, examined }: Proven,
): Matched {
  const owners = found.candidates.filter(({ id, record }) =>
    keysOf(found, id, record).includes(provenKey),
  )
  const [owner, second] = owners
  if (owner === undefined) return foreignKey(judgement, found, examined)
  const holder = holderOf(found, owner.id)
  if (second !== undefined || judgement.id !== owner.id)
    return { kind: 'differs', holder, why: 'unclear' }
  const why = differenceFrom(owner.record, examined)
  return why === undefined
    ? { kind: 'same', holder, record: owner.record }
    : { kind: 'differs', holder, why }
}

/** The owner of the hash's device may be notified that another key came with it. */
function foreignKey(
  { verdict, candidates }: Judgement<DeviceId>,
  found: Found,
  examined: Identified,
): Matched {
  const [best] = candidates
  if (best === undefined || verdict === 'no-match')
    return { kind: 'unknown', unclaimed: { examined, held: found.held } }
  const record = found.candidates.find(({ id }) => id === best.id)?.record
  const isKeyless =
    verdict === 'match' && record !== undefined && keysOf(found, best.id, record).length === 0
  return { kind: 'foreign-key', holder: holderOf(found, best.id), isKeyless }
}

function keysOf({ bound }: Found, id: DeviceId, record: DeviceRecord): readonly string[] {
  return [...record.board.ekDigests, ...(bound.get(id) ?? [])]
}

/** What Windows itself compares after the download. [documented: event 908] */
function differenceFrom({ board }: DeviceRecord, { facts }: Identified): Difference | undefined {
  const { serial, productKeyId } = facts
  if (
    serial !== null &&
    board.serials.length > 0 &&
    !board.serials.some((s) => s.serial === serial)
  )
    return 'serial'
  const keyed = board.productKeyIds
  return productKeyId !== null && keyed.length > 0 && !keyed.includes(productKeyId)
    ? 'product-key'
    : undefined
}

function holderOf({ holders }: Found, id: DeviceId): Holder {
  const holder = holders.get(id)
  if (holder === undefined) throw new Error('a candidate has no holder')
  return holder
}
