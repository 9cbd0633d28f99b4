/** The rows below one header after another: records out of lines, and rows out of records. */

import type { SayAt } from '../findings/say.ts'
import type { Layout } from '../layout/layout.ts'
import type { Line } from '../text/lines.ts'
import { type FieldRecord, RecordReader } from '../text/records.ts'
import type { Letters } from '../values/clean-value.ts'
import type { Positions } from './clean-row.ts'
import { RowMapper, type RowReading } from './row-mapper.ts'

/** A record was followed by a text that is a line of its own. */
type OnRest = (line: Line, rows: RowReading[]) => void

export class LayoutRows {
  /** Of the latest header. */
  headerLine = 1
  readonly #say: SayAt
  readonly #onRest: OnRest
  readonly #letters: Letters
  #layout: Layout | undefined
  #records = new RecordReader(',', -1)
  #mapper: RowMapper | undefined
  #earlierCells = 0

  constructor(say: SayAt, onRest: OnRest, letters: Letters) {
    this.#say = say
    this.#onRest = onRest
    this.#letters = letters
  }

  get layout(): Layout | undefined {
    return this.#layout
  }

  /** Non-empty fields read so far. */
  get cells(): number {
    return this.#earlierCells + (this.#mapper?.cells ?? 0)
  }

  get positions(): Positions {
    return this.#mapper?.positions ?? new Map()
  }

  use(layout: Layout): void {
    this.#layout = layout
    this.end()
    this.#earlierCells = this.cells
    this.#mapper = new RowMapper(layout, this.#say, this.#letters)
    this.#records = new RecordReader(layout.separator, layout.meaning.indexOf('hardwareHash'))
  }

  /** The header on that line has quotes. */
  quotes(line: number): void {
    this.#mapper?.quotes(line)
  }

  push(line: Line, rows: RowReading[]): void {
    this.#map(this.#records.push(line), rows)
  }

  /** Reads what was waiting for the next line. */
  flush(rows: RowReading[]): void {
    this.#map(this.#records.end(), rows)
  }

  /** Reports what only all rows of a header show. */
  end(): void {
    this.#mapper?.end(this.headerLine)
  }

  #map(records: readonly FieldRecord[], rows: RowReading[]): void {
    for (const record of records) {
      const rest = this.#mapper?.map(record, rows)
      if (rest !== undefined && rest !== '')
        this.#onRest({ number: record.line, text: rest, tooLong: false }, rows)
    }
  }
}
