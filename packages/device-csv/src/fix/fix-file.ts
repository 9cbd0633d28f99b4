/** Repairs a whole file in memory, for small files and for browsers. */
import { type Finding, ShortList } from '../findings/finding.ts'
import { joined, piecesOf } from '../text/pieces.ts'
import { DeviceCsvFixer } from './fix.ts'
import type { FixChange, FixOptions, LeftOut } from './fix-options.ts'
import type { FixReport } from './fix-plan.ts'

export type FixedFile = FixReport & {
  /** The repaired file; empty when there was nothing to write. */
  readonly bytes: Uint8Array
  /** At most ten thousand; `changes` counts all. */
  readonly changeList: readonly FixChange[]
  /** What is still wrong, by the lines of the repaired file. */
  readonly remaining: readonly Finding[]
  readonly leftOut: readonly LeftOut[]
}

/** Never throws. */
export function fixDeviceCsv(input: Uint8Array | string, options: FixOptions = {}): FixedFile {
  const fixed = fixedOnce(input, options)
  return needsAllColumns(fixed.leftOut) ? fixedOnce(input, { ...options, allColumns: true }) : fixed
}

/** Rows were left out only because a later header has columns that the first one lacks. */
export const needsAllColumns = (leftOut: readonly LeftOut[]): boolean =>
  leftOut.some(({ codes }) => codes.length === 1 && codes[0] === 'header-changed')

function fixedOnce(input: Uint8Array | string, options: FixOptions): FixedFile {
  const changeList = new ShortList<FixChange>()
  const remaining = new ShortList<Finding>()
  const leftOut: LeftOut[] = []
  const fixer = new DeviceCsvFixer({
    ...options,
    onChange: (change) => changeList.add(change),
    onRemaining: (finding) => remaining.add(finding),
    onLeftOut: (row) => leftOut.push(row),
  })
  const parts: Uint8Array[] = []
  for (const piece of piecesOf(input)) parts.push(fixer.push(piece))
  const { bytes, report } = fixer.end()
  parts.push(bytes)
  return {
    ...report,
    bytes: joined(parts),
    changeList: changeList.items,
    remaining: remaining.items,
    leftOut,
  }
}
