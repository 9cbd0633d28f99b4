/** The repairs of one row: what the reader has cleaned, plus a hash that was only written wrongly. */
import type { FindingCode } from './finding.ts'
import { repairHash } from './hash-facts.ts'
import type { Column, DeviceRow } from './row.ts'
import type { RowReading } from './row-mapper.ts'

export type RepairedRow = {
  readonly row: DeviceRow
  /** The columns whose value is not as written. */
  readonly touched: readonly Column[]
  /** What was done to the hash beyond cleaning. */
  readonly codes: readonly FindingCode[]
}

const wholeHash = /^T0[EFGH][A-Za-z0-9+/]+$/

export function repairRow({ row, cleaned }: RowReading): RepairedRow {
  const hash = row.hardwareHash
  const needsNone = hash === '' || (hash.length === 4000 && wholeHash.test(hash))
  const repair = needsNone ? null : repairHash(hash)
  if (repair === null) return { row, touched: cleaned, codes: [] }
  const touched = cleaned.includes('hardwareHash') ? cleaned : [...cleaned, 'hardwareHash' as const]
  return { row: { ...row, hardwareHash: repair.text }, touched, codes: repair.codes }
}
