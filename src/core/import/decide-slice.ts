/**
 * Deciding imports: each undecided row becomes a registration or a refusal, exactly once.
 *
 * Who owns a device is settled by storage's unique tokens, never by looking first: the look-up here only
 * predicts, and a prediction that a racing import has overtaken makes the whole slice start again.
 */
import { decodeHardwareHash, diffHardwareHashes } from '../../hardware-hash/index.ts'
import type { DenyList } from '../identity/deny-list.ts'
import { withoutDenied } from '../identity/record.ts'
import type { Tokens } from '../identity/tokens.ts'
import { examineRow, type Identified } from './examine-row.ts'
import { judgeRow, type Known, newKnown } from './judge-row.ts'
import type { Holder, ImportQueue, OpenSlice, RowDecision } from './slice.ts'

export type DecideOptions = {
  readonly tokens: Tokens
  readonly denyList: () => Promise<DenyList>
  /** Told of what was decided, after it was written and before it is committed. */
  readonly onDecided?: (decisions: readonly RowDecision[]) => void
}

/** Decides the next slice that is due, if any; false = none is. */
export async function decideNextSlice(
  queue: ImportQueue,
  { tokens, denyList, onDecided }: DecideOptions,
): Promise<boolean> {
  const examiner = { tokens, denyList: await denyList() }
  return queue.withNextSlice(async (slice) => {
    const examined = slice.rows.map((row) => examineRow(row, examiner))
    const identified = examined.filter((each) => 'facts' in each)
    const known = await lookUp(slice, identified, examiner.denyList)
    const decisions = examined.map(
      (each): RowDecision =>
        'facts' in each
          ? judgeRow(each, known)
          : { rowNumber: each.row.rowNumber, kind: 'refused', refusal: each.refusal },
    )
    const complete = await withHistory(slice, identified, decisions)
    await slice.settle(complete)
    onDecided?.(complete)
  })
}

/** All that is registered and may be one of these rows: one question for the tokens, one for the records. */
async function lookUp(
  slice: OpenSlice,
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
    foreignAnswersLeft: empty ? 0 : await slice.foreignAnswersLeft(),
  })
}

/** A value that was denied after a device was registered counts for nothing any more. */
async function recordsOf(slice: OpenSlice, holders: readonly Holder[], denyList: DenyList) {
  const records = await slice.recordsOf(holders)
  return new Map([...records].map(([id, record]) => [id, withoutDenied(record, denyList)] as const))
}

/** What each recognised device's new hash changes against the one before. */
async function withHistory(
  slice: OpenSlice,
  rows: readonly Identified[],
  decisions: readonly RowDecision[],
): Promise<readonly RowDecision[]> {
  const devices = decisions.flatMap((each) =>
    each.kind === 'refused' && each.recognition && each.matched ? [each.matched] : [],
  )
  if (devices.length === 0) return decisions
  const latest = await slice.latestHashes(devices)
  const byRow = new Map(rows.map((each) => [each.row.rowNumber, each]))
  return decisions.map((each) => {
    if (each.kind !== 'refused' || !each.recognition || !each.matched) return each
    const changes = changesSince(latest.get(each.matched), byRow.get(each.rowNumber))
    return changes === undefined ? each : { ...each, recognition: { ...each.recognition, changes } }
  })
}

/** Undefined for the very same bytes, which are no news. */
function changesSince(
  before: Uint8Array | undefined,
  now: Identified | undefined,
): readonly string[] | undefined {
  if (now === undefined) return undefined
  const decoded = before === undefined ? undefined : decodeHardwareHash(before)
  if (decoded === undefined || !decoded.ok) return []
  if (Buffer.compare(decoded.bytes, now.hash.bytes) === 0) return undefined
  return diffHardwareHashes(decoded, now.hash).map(({ group, field }) => `${group}: ${field}`)
}
