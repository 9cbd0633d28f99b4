/** What a merged file loses of its sources: rows and lines left out, and columns that it does not have. */
import { type FindingCode, ShortList } from '../findings/finding.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import { type Column, columns, titles } from '../row.ts'
import { isBlank } from '../values/row-words.ts'

/** A line that is not in the output; `file` is the number of its source. */
export type LeftLine = {
  readonly file: number
  readonly line: number
  readonly codes: readonly FindingCode[]
}

export type MergeLosses = {
  /** At most ten thousand; `leftOutCount` counts all. */
  readonly leftOut: readonly LeftLine[]
  readonly leftOutCount: number
  /** Non-empty cells, by known column. */
  readonly cells: ReadonlyMap<Column, number>
  /** The same for unknown columns, by title. */
  readonly otherCells: ReadonlyMap<string, number>
}

export class LossNotes {
  readonly #left = new ShortList<LeftLine>()
  readonly #cells = new Map<Column, number>()
  readonly #others = new Map<string, number>()
  #count = 0

  leave(line: LeftLine): void {
    this.#count++
    this.#left.add(line)
  }

  /** The row will be written. */
  keep({ row, written, positions, titles: heads }: RowReading): void {
    const known = new Set(positions.values())
    for (const column of columns) if (row[column]) count(this.#cells, column)
    if (written.length === known.size) return
    written.forEach((value, at) => {
      if (known.has(at + 1) || isBlank(value)) return
      count(this.#others, heads?.[at]?.trim().slice(0, 60) ?? `column ${at + 1}`)
    })
  }

  get sum(): MergeLosses {
    return {
      leftOut: this.#left.items,
      leftOutCount: this.#count,
      cells: this.#cells,
      otherCells: this.#others,
    }
  }
}

/** The non-empty columns that are not among `written`. */
export function columnsLeftOut(
  { cells, otherCells }: MergeLosses,
  written: readonly Column[],
): readonly { readonly title: string; readonly cells: number }[] {
  const known = [...cells]
    .filter(([column]) => !written.includes(column))
    .map(([column, number]) => ({ title: titles[column], cells: number }))
  return [...known, ...[...otherCells].map(([title, number]) => ({ title, cells: number }))]
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
