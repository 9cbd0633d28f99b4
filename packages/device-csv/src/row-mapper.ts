/**
 * Turns records of fields into device rows, once the layout is known: which field is which column, what is not a row
 * at all, which values had to be cleaned, and what is uncertain.
 */
import { type Positions, RowCleaner } from './clean-row.ts'
import { intuneColumns } from './columns-of-format.ts'
import { splitFields } from './fields.ts'
import type { FindingCode, Place } from './finding.ts'
import { isDirective, type Layout } from './layout.ts'
import { afterHash, nextRowAt } from './lost-end.ts'
import { holdsDevice } from './no-device.ts'
import type { FieldRecord } from './records.ts'
import { wholeAtStart } from './repair-hash.ts'
import { joinedPieces, resplit } from './resplit.ts'
import { type Column, columns, type DeviceRow } from './row.ts'
import { isBlank, separatorName } from './row-words.ts'
import { columnOfTitle } from './titles.ts'

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

type Sayer = (code: FindingCode, place: Place) => void

const endOfFileMark = '\u001a'
const none: readonly FindingCode[] = []
/** A row has one of these. */
const single: ReadonlySet<Column> = new Set(intuneColumns)
/** A hash of the full length in a row of the full width needs no second look. */
const hashLength = 4000

export class RowMapper {
  readonly positions: Positions
  /** Non-empty fields of the rows so far. */
  cells = 0
  readonly #layout: Layout
  readonly #say: Sayer
  readonly #cleaner: RowCleaner
  readonly #hashAt: number
  /** Positions that no title names. */
  readonly #untitled: readonly number[]
  readonly #repeated: readonly (readonly [number, number])[]
  readonly #usedUntitled = new Set<number>()
  #quotesSaid = false
  #separatorSaid = false

  constructor(layout: Layout, say: Sayer) {
    this.#layout = layout
    this.#say = say
    this.positions = positionsOf(layout)
    this.#cleaner = new RowCleaner(this.positions, { say, titles: layout.header })
    this.#hashAt = layout.meaning.indexOf('hardwareHash')
    this.#repeated = repeatedIn(layout)
    this.#untitled = layout.meaning.flatMap((column, at) =>
      column === undefined && isBlank(layout.header?.[at] ?? '') ? [at] : [],
    )
  }

  /** Adds the record's row to `rows`, if it is one; returns what follows the hash if a line end was lost. */
  map(record: FieldRecord, rows: RowReading[]): string | undefined {
    if (this.#isEmpty(record) || this.#isDirective(record)) return undefined
    const { fields, rest } = this.#settled(record)
    if (fields.quoted) this.quotes(record.line)
    if (record.wrapped)
      this.#say('hash-wrapped', { line: record.line, column: this.#column('hardwareHash') })
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
    if (this.#layout.header === null) return
    for (const at of this.#untitled) {
      if (!this.#usedUntitled.has(at))
        this.#say('trailing-separator', { line, column: at + 1, detail: '' })
    }
  }

  #column(column: Column): number | null {
    return this.positions.get(column) ?? null
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

  /** The fields as they were meant, as far as a digest or the header proves it. */
  #settled(record: FieldRecord): { fields: FieldRecord; rest?: string } {
    const hash = record.values[this.#hashAt]
    const isPlain = record.values.length === this.#layout.meaning.length && record.fault === 'none'
    if (this.#hashAt === -1 || (isPlain && hash?.length === hashLength)) return { fields: record }
    if (hash === undefined || !isPlain) {
      const again = this.#resplit(record)
      if (again !== undefined) return { fields: again }
    }
    return this.#joined(record)
  }

  #resplit(record: FieldRecord): FieldRecord | undefined {
    const hash = record.values[this.#hashAt] ?? ''
    if (record.fault === 'none' && hash.length >= hashLength) return undefined
    const found = resplit(record.text, this.#layout)
    if (found === undefined || isSameList(found.values, record.values)) return undefined
    const { separator, ...fields } = found
    if (separator !== this.#layout.separator && !this.#separatorSaid) {
      this.#separatorSaid = true
      const detail = separatorName(separator)
      this.#say('separator-not-comma', { line: record.line, column: null, detail })
    }
    return { ...record, ...fields }
  }

  #joined(record: FieldRecord): { fields: FieldRecord; rest?: string } {
    const { line, values, text } = record
    const column = this.#column('hardwareHash')
    const value = values[this.#hashAt] ?? ''
    const whole = wholeAtStart(value.trimStart())
    if (whole !== undefined) {
      const end = text.indexOf(whole) + whole.length
      const rest = afterHash(text.slice(end))
      const tail = value.trimStart().slice(whole.length).trim()
      if (tail !== '' && !/^[A=]+$/.test(tail)) {
        this.#say('line-end-lost', { line, column, detail: rest })
        const own = [...values.slice(0, this.#hashAt), whole]
        const isStray = splitFields(text.slice(0, end), this.#layout.separator).fault === 'stray'
        return { fields: { ...record, values: own, fault: isStray ? 'stray' : 'none' }, rest }
      }
    }
    const at = nextRowAt(record, { hashAt: this.#hashAt, width: this.#layout.meaning.length })
    if (at !== undefined) {
      const rest = text.slice(at)
      this.#say('line-end-lost', { line, column: null, detail: rest })
      const first = splitFields(text.slice(0, at), this.#layout.separator)
      return { fields: { ...record, values: first.values.map((each) => each.trimEnd()) }, rest }
    }
    const pieces = joinedPieces(values, this.#hashAt)
    if (pieces === undefined) return { fields: record }
    this.#say('hash-wrapped', { line, column })
    return { fields: { ...record, values: pieces } }
  }

  #reading(record: FieldRecord): RowReading {
    const { line, values, wrapped, fault } = record
    const { row, cleaned, damaged } = this.#cleaner.clean(record)
    const isShort = this.#isShort(record)
    const isDevice = this.#hashAt === -1 || fault !== 'none' || holdsDevice(row, values, isShort)
    if (!isDevice) this.#say('no-device', { line, column: null, detail: values.join(' ').trim() })
    const faults: FindingCode[] = isDevice ? [] : ['no-device']
    if (damaged.length > 0) faults.push(...damaged)
    if (fault !== 'none') {
      const code = fault === 'open' ? 'quote-open' : 'quote-stray'
      this.#say(code, { line, column: null })
      faults.push(code)
    }
    if (isDevice) this.#judgePlaces(row, record, { isShort, faults })
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

  /** Checks whether each value is under its title; what is uncertain is added to `faults`. */
  #judgePlaces(
    row: DeviceRow,
    record: FieldRecord,
    { isShort, faults }: { readonly isShort: boolean; readonly faults: FindingCode[] },
  ): void {
    if (this.#untitled.length > 0 && this.#isUnderNoTitle(record))
      faults.push('value-without-title')
    this.#judgeWidth(record, isShort, faults)
    if (this.#repeated.length > 0 && this.#repeats(record.values)) faults.push('column-repeated')
    if (this.#isMisplaced(row, record)) faults.push('hash-misplaced')
  }

  /** A hash under another title shows that the whole row is shifted against its header. */
  #isMisplaced({ hardwareHash }: DeviceRow, { line, values }: FieldRecord): boolean {
    if (/^T0[EFGH]/.test(hardwareHash) && hardwareHash.length >= minBegun) return false
    if (beginsHash(hardwareHash)) return false
    const at = values.findIndex(beginsHash)
    if (at === -1) return false
    const detail = this.#layout.header?.[at]?.trim() || `column ${at + 1}`
    this.#say('hash-misplaced', { line, column: at + 1, detail })
    return true
  }

  /** The line ends before the hash, or before the serial number if the file has no hashes. */
  #isShort({ values }: FieldRecord): boolean {
    if (values.length <= this.#hashAt) return true
    return this.#hashAt === -1 && values.length < (this.positions.get('serialNumber') ?? 0)
  }

  #judgeWidth({ line, values }: FieldRecord, isShort: boolean, faults: FindingCode[]): void {
    const width = this.#layout.meaning.length
    if (width > 0 && values.length > width) {
      const surplus = values.slice(width)
      const code = surplus.every(isBlank) ? 'trailing-separator' : 'row-too-long'
      this.#say(code, { line, column: width + 1, detail: surplus.join(' ') })
      if (code === 'row-too-long') faults.push(code)
    } else if (isShort) {
      this.#say('row-too-short', { line, column: null, detail: String(values.length) })
      faults.push('row-too-short')
    }
  }

  #isUnderNoTitle({ line, values }: FieldRecord): boolean {
    let isThere = false
    for (const at of this.#untitled) {
      const value = values[at] ?? ''
      if (isBlank(value)) continue
      isThere = true
      this.#usedUntitled.add(at)
      this.#say('value-without-title', { line, column: at + 1, detail: value })
    }
    return isThere
  }

  /** Two columns of one meaning have different values. */
  #repeats(values: readonly string[]): boolean {
    return this.#repeated.some(
      ([first, again]) =>
        !isBlank(values[again] ?? '') && values[again]?.trim() !== values[first]?.trim(),
    )
  }
}

/** No other value begins like a hash and is as long. */
const minBegun = 60

/** Also for a truncated or damaged hash. */
const beginsHash = (value: string): boolean =>
  value.length >= minBegun &&
  /^[\s"'“„‘>]*(?:T0[EFGH]|VDB[FGHI])[A-Za-z0-9+/\s_%&;#\\-]{57}/.test(value)

/** Pairs of positions whose titles mean the same column. */
function repeatedIn({ header, meaning }: Layout): readonly (readonly [number, number])[] {
  return (header ?? []).flatMap((title, at) => {
    if (meaning[at] !== undefined) return []
    const column = columnOfTitle(title)
    const first = column === undefined || !single.has(column) ? -1 : meaning.indexOf(column)
    return first === -1 ? [] : [[first, at] as const]
  })
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at])

function positionsOf(layout: Layout): Positions {
  return new Map(
    columns
      .map((column) => [column, layout.meaning.indexOf(column) + 1] as const)
      .filter(([, position]) => position > 0),
  )
}
