/**
 * What became of every cell of the input: each non-empty field is counted exactly once, and the sum
 * must equal what the reader has counted independently.
 */
import type { Column } from '../row.ts'
import { isBlank } from '../values/row-words.ts'
import type { RowReading } from './row-mapper.ts'

/** Counts of non-empty cells; titles are not counted. */
export type CellAccount = {
  /** All of the input. */
  readonly read: number
  /** Written unchanged. */
  readonly untouched: number
  /** Written, but changed by a named repair. */
  readonly repaired: number
  /** In omitted rows, which are listed by line. */
  readonly leftOut: number
  /** In rows that repeat an earlier one. */
  readonly repeated: number
  /** Lines above the header or without a device, which are listed by line. */
  readonly lines: number
  /** In columns that the output lacks, by title. */
  readonly columns: readonly { readonly title: string; readonly cells: number }[]
  /** The counts add up to `read`. */
  readonly complete: boolean
}

export class CellCounter {
  #untouched = 0
  #repaired = 0
  #leftOut = 0
  #repeated = 0
  #lines = 0
  readonly #columns = new Map<string, number>()

  leftOut({ written }: RowReading): void {
    this.#leftOut += filled(written)
  }

  repeated({ written }: RowReading): void {
    this.#repeated += filled(written)
  }

  /** A line that is not a row was reported. */
  line(): void {
    this.#lines++
  }

  /** The row is in the output, which has the columns `kept`. */
  written({ written, positions, cleaned, titles }: RowReading, kept: readonly Column[]): void {
    const fate = new Map<number, 'untouched' | 'repaired'>()
    for (const column of kept) {
      const position = positions.get(column)
      if (position !== undefined)
        fate.set(position, cleaned.includes(column) ? 'repaired' : 'untouched')
    }
    written.forEach((value, at) => {
      if (isBlank(value)) return
      const what = fate.get(at + 1)
      if (what === 'untouched') this.#untouched++
      else if (what === 'repaired') this.#repaired++
      else this.#left(titles?.[at]?.trim() || `column ${at + 1}`)
    })
  }

  sum(read: number): CellAccount {
    const columns = [...this.#columns].map(([title, cells]) => ({ title, cells }))
    const inColumns = columns.reduce((sum, { cells }) => sum + cells, 0)
    const own = this.#untouched + this.#repaired + this.#leftOut + this.#repeated + this.#lines
    return {
      read,
      untouched: this.#untouched,
      repaired: this.#repaired,
      leftOut: this.#leftOut,
      repeated: this.#repeated,
      lines: this.#lines,
      columns,
      complete: own + inColumns === read,
    }
  }

  #left(title: string): void {
    const name = title.trim().slice(0, 60)
    this.#columns.set(name, (this.#columns.get(name) ?? 0) + 1)
  }
}

const filled = (values: readonly string[]): number =>
  values.reduce((count, value) => (isBlank(value) ? count : count + 1), 0)
