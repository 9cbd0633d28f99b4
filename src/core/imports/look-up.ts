/**
 * What is registered and may be one of some rows: one question for the tokens, one for the records, however
 * many rows there are.
 */
import type { DenyList } from '../identity/deny-list.ts'
import { withoutDenied } from '../identity/record.ts'
import type { Identified } from './examine-row.ts'
import { type Known, newKnown } from './judge-row.ts'
import type { Holder, OpenSlice } from './slice.ts'

/** A slice, or a single row that a person decides. */
export type Slice = Omit<OpenSlice, 'rows' | 'givenUp'>

/** All that `rows` are to be judged by. */
export async function lookUp(
  slice: Slice,
  rows: readonly Identified[],
  denyList: DenyList,
): Promise<Known> {
  const wanted = new Set(rows.flatMap(({ tokens }) => tokens.map(({ token }) => token)))
  const holders = await slice.holdersOf([...wanted])
  const devices = new Map([...holders.values()].flat().map((holder) => [holder.deviceId, holder]))
  const empty = devices.size === 0
  return newKnown({
    tenantId: slice.tenantId,
    holders,
    records: empty ? new Map() : await recordsOf(slice, [...devices.values()], denyList),
    decidedEarlier: empty ? new Set() : await slice.decidedEarlier([...devices.keys()]),
    foreignAnswersLeft: await slice.foreignAnswersLeft(),
  })
}

/** A value that was denied after a device was registered counts for nothing any more. */
async function recordsOf(slice: Slice, holders: readonly Holder[], denyList: DenyList) {
  const records = await slice.recordsOf(holders)
  return new Map([...records].map(([id, record]) => [id, withoutDenied(record, denyList)] as const))
}
