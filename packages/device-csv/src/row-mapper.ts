/**
 * Records of fields to device rows, once the layout is known: which field is which column, what is no row
 * at all, and which values had to be cleaned.
 */
import { cleanHash, cleanValue, isOrdinary, isOrdinaryHash } from './clean-value.ts'
import type { FindingCode, Place } from './finding.ts'
import { isDirective, type Layout } from './layout.ts'
import type { FieldRecord } from './records.ts'
import { type Column, columns, type DeviceRow } from './row.ts'

/** A row with what `fix` must prove untouched: the fields as written, and which columns were cleaned. */
export type RowReading = {
  readonly row: DeviceRow
  readonly written: readonly string[]
  readonly cleaned: readonly Column[]
  /** Where each column stands in `written`. */
  readonly positions: Positions
}

/** 1-based position of each column in the file; columns that the file lacks are missing from the map. */
export type Positions = ReadonlyMap<Column, number>

const endOfFileMark = '\u001a'

export class RowMapper {
  readonly positions: Positions
  readonly #layout: Layout
  readonly #say: (code: FindingCode, place: Place) => void
  #quotesSaid = false

  constructor(layout: Layout, say: (code: FindingCode, place: Place) => void) {
    this.#layout = layout
    this.#say = say
    this.positions = positionsOf(layout)
  }

  /** Adds the record's row to `rows`, unless it is none. */
  map(record: FieldRecord, rows: RowReading[]): void {
    if (this.#isEmpty(record) || this.#isDirective(record)) return
    const { line, fault } = record
    if (record.quoted) this.quotes(line)
    if (fault !== 'none') {
      this.#say(fault === 'open' ? 'quote-open' : 'quote-stray', { line, column: null })
    }
    if (record.wrapped) {
      this.#say('hash-wrapped', { line, column: this.positions.get('hardwareHash') ?? null })
    }
    this.#width(record)
    rows.push(this.#reading(record))
  }

  /** Quotation marks are said once per file: where one value has them, usually all have. */
  quotes(line: number): void {
    if (this.#quotesSaid) return
    this.#quotesSaid = true
    this.#say('quotes', { line, column: null })
  }

  #isEmpty({ line, values }: FieldRecord): boolean {
    if ((values[0]?.length ?? 0) > 64) return false
    if (values[0] === endOfFileMark && values.length === 1) {
      this.#say('invisible-character', { line, column: null, detail: 'Ctrl-Z' })
      return true
    }
    if (!values.every((value) => value.trim() === '')) return false
    this.#say(values.length === 1 ? 'blank-line' : 'trailing-separator', { line, column: null })
    return true
  }

  #isDirective({ line, values }: FieldRecord): boolean {
    const first = values[0] ?? ''
    if (first.length > 64) return false
    if (!isDirective(first)) return false
    this.#say('preamble-line', { line, column: null, detail: first })
    return true
  }

  #width({ line, values }: FieldRecord): void {
    const { meaning } = this.#layout
    const width = meaning.length
    if (width === 0 || values.length === width) return
    if (values.length > width) {
      const surplus = values.slice(width)
      const code = surplus.every((value) => value.trim() === '')
        ? 'trailing-separator'
        : 'row-too-long'
      this.#say(code, { line, column: width + 1, detail: surplus.join(' ') })
      return
    }
    const lost = meaning.slice(values.length)
    if (lost.includes('serialNumber') || lost.includes('hardwareHash')) {
      this.#say('row-too-short', { line, column: null, detail: String(values.length) })
    }
  }

  #reading({ line, values, wrapped }: FieldRecord): RowReading {
    const cleaned: Column[] = wrapped ? ['hardwareHash'] : []
    const found: Partial<Record<Column, string>> = {}
    for (const [column, position] of this.positions) {
      const value = values[position - 1] ?? ''
      const ordinary = column === 'hardwareHash' ? isOrdinaryHash(value) : isOrdinary(value)
      found[column] = ordinary ? value : this.#clean(value, { column, line, position, cleaned })
    }
    return { row: rowOf(line, found), written: values, cleaned, positions: this.positions }
  }

  #clean(
    value: string,
    at: { column: Column; line: number; position: number; cleaned: Column[] },
  ): string {
    const result = at.column === 'hardwareHash' ? cleanHash(value) : cleanValue(value)
    for (const code of result.codes) {
      this.#say(code, { line: at.line, column: at.position, detail: value.trim() })
    }
    if (result.value !== value) at.cleaned.push(at.column)
    return result.value
  }
}

function positionsOf(layout: Layout): Positions {
  return new Map(
    columns
      .map((column) => [column, layout.meaning.indexOf(column) + 1] as const)
      .filter(([, position]) => position > 0),
  )
}

function rowOf(line: number, found: Partial<Record<Column, string>>): DeviceRow {
  const {
    serialNumber = '',
    productKey = '',
    hardwareHash = '',
    groupTag = '',
    assignedUser = '',
    ...rest
  } = found
  return { line, serialNumber, productKey, hardwareHash, groupTag, assignedUser, ...rest }
}
