/** What new hashes of known devices change compared with the previous ones. */
import { decodeHardwareHash, diffHardwareHashes } from 'taxiway-hardware-hash'
import type { Identified } from './examine-row.ts'
import type { OpenSlice, RowDecision } from './slice.ts'

/** The decisions, each for a recognized device with what its new hash changes. */
export async function withHistory(
  slice: Pick<OpenSlice, 'latestHashes'>,
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

/** Undefined for identical bytes, which add nothing. */
export function changesSince(
  before: Uint8Array | undefined,
  now: Identified | undefined,
): readonly string[] | undefined {
  if (now === undefined) return undefined
  const decoded = before === undefined ? undefined : decodeHardwareHash(before)
  if (decoded === undefined || !decoded.ok) return []
  if (Buffer.compare(decoded.bytes, now.hash.bytes) === 0) return undefined
  return diffHardwareHashes(decoded, now.hash).map(({ group, field }) => `${group}: ${field}`)
}
