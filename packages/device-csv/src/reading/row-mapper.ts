/**
 * Turns records of fields into device rows, once the layout is known: what is not a row at all, which values had to be
 * cleaned, and what is uncertain.
 */

import type { FindingCode } from '../findings/finding.ts'
import type { SayAt } from '../findings/say.ts'
import { beginsHash } from '../hash/begins-hash.ts'
import { isDirective } from '../layout/find-layout.ts'
import type { Layout } from '../layout/layout.ts'
import { type Column, columns, type DeviceRow } from '../row.ts'
import type { FieldRecord } from '../text/records.ts'
import type { Letters } from '../values/clean-value.ts'
import { isBlank } from '../values/row-words.ts'
import { type Positions, RowCleaner } from './clean-row.ts'
import { holdsDevice } from './no-device.ts'
import { PlaceJudge } from './place-judge.ts'
import { FieldSettler } from './settle-fields.ts'

/** A row with what `fix` needs to prove the rest unchanged: the original fields, and which columns were cleaned. */
export type RowReading = {
  readonly row: DeviceRow
  readonly written: readonly string[]
  readonly cleaned: readonly Column[]
  /** The position of each column in `written`. */
  readonly positions: Positions
  /** Titles of the columns; null when the file has none. */
  readonly titles: readonly string[] | null
  /** Why the row is uncertain; empty for nearly all rows. An uncertain row is neither written nor sent. */
  readonly faults: readonly FindingCode[]
  /** False for a line among the rows that is not a device: a signature, a total, a sample. */
  readonly isDevice: boolean
}

const endOfFileMark = '\u001a'
const none: readonly FindingCode[] = []

export class RowMapper {
  readonly positions: Positions
  /** Non-empty fields of the rows so far. */
  cells = 0
  readonly #layout: Layout
  readonly #say: SayAt
  readonly #cleaner: RowCleaner
  readonly #hashAt: number
  readonly #settler: FieldSettler
  readonly #places: PlaceJudge
  #quotesSaid = false

  constructor(layout: Layout, say: SayAt, letters: Letters) {
    this.#layout = layout
    this.#say = say
    this.positions = positionsOf(layout)
    this.#cleaner = new RowCleaner(this.positions, { say, titles: layout.header, letters })
    this.#hashAt = layout.meaning.indexOf('hardwareHash')
    this.#settler = new FieldSettler(layout, say)
    this.#places = new PlaceJudge(layout, this.positions, say)
  }

  /** Adds the record's row to `rows`, if it is one; returns what follows the hash if a line end was lost. */
  map(record: FieldRecord, rows: RowReading[]): string | undefined {
    if (this.#isEmpty(record) || this.#isDirective(record)) return undefined
    const { fields, rest } = this.#settler.settled(record)
    if (fields.quoted) this.quotes(record.line)
    if (record.wrapped)
      this.#say('hash-wrapped', {
        line: record.line,
        column: this.positions.get('hardwareHash') ?? null,
      })
    for (const value of fields.values) if (value !== '' && !isBlank(value)) this.cells++
    rows.push(this.#reading(fields))
    return rest
  }

  /** Quotation marks are reported once per file: where one value has them, usually all have. */
  quotes(line: number): void {
    if (this.#quotesSaid) return
    this.#quotesSaid = true
    this.#say('quotes', { line, column: null })
  }

  /** Reports whether the columns without a title had values; `line` is the header's. */
  end(line: number): void {
    this.#places.end(line)
  }

  #isEmpty({ line, values }: FieldRecord): boolean {
    if ((values[0]?.length ?? 0) > 64) return false
    if (values[0] === endOfFileMark && values.length === 1) {
      this.#say('invisible-character', { line, column: null, detail: 'Ctrl-Z' })
      return true
    }
    if (!values.every(isBlank)) return false
    this.#say(values.length === 1 ? 'blank-line' : 'trailing-separator', { line, column: null })
    return true
  }

  #isDirective({ line, values }: FieldRecord): boolean {
    const first = values[0] ?? ''
    if (first.length > 64 || !isDirective(first) || values.some(beginsHash)) return false
    this.cells++
    this.#say('preamble-line', { line, column: null, detail: values.join(' ') })
    return true
  }

  #reading(record: FieldRecord): RowReading {
    const { line, values, wrapped, fault } = record
    const { row, cleaned, damaged } = this.#cleaner.clean(record)
    const isShort = this.#places.isShort(record)
    const isDevice = this.#hashAt === -1 || fault !== 'none' || holdsDevice(row, values, isShort)
    if (!isDevice) this.#say('no-device', { line, column: null, detail: values.join(' ').trim() })
    const faults: FindingCode[] = isDevice ? [] : ['no-device']
    if (damaged.length > 0) faults.push(...damaged)
    if (fault !== 'none') {
      const code = fault === 'open' ? 'quote-open' : 'quote-stray'
      this.#say(code, { line, column: null })
      faults.push(code)
    }
    if (isDevice) this.#places.judge(row, record, { isShort, faults })
    return {
      row,
      written: values,
      cleaned:
        wrapped && !cleaned.includes('hardwareHash') ? ['hardwareHash', ...cleaned] : cleaned,
      positions: this.positions,
      titles: this.#layout.header,
      faults: faults.length === 0 ? none : faults,
      isDevice,
    }
  }
}

function positionsOf(layout: Layout): Positions {
  return new Map(
    columns
      .map((column) => [column, layout.meaning.indexOf(column) + 1] as const)
      .filter(([, position]) => position > 0),
  )
}
