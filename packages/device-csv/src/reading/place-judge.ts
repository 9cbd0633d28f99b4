/** Whether the values of a row are under their titles; what is not makes the row uncertain. */

import type { FindingCode } from '../findings/finding.ts'
import type { SayAt } from '../findings/say.ts'
import { beginsHash, minBegun } from '../hash/begins-hash.ts'
import { readHash } from '../hash/hash-facts.ts'
import { repairHash, wholeAtStart } from '../hash/repair-hash.ts'
import { intuneColumns } from '../layout/columns-of-format.ts'
import type { Layout } from '../layout/layout.ts'
import { columnOfTitle } from '../layout/titles.ts'
import type { Column, DeviceRow } from '../row.ts'
import type { FieldRecord } from '../text/records.ts'
import { isBlank } from '../values/row-words.ts'
import { sameSerial } from '../values/serial-spelling.ts'
import type { Positions } from './clean-row.ts'
import { UntitledColumns } from './untitled-columns.ts'

/** A row has one of these. */
const single: ReadonlySet<Column> = new Set(intuneColumns)

export class PlaceJudge {
  readonly #layout: Layout
  readonly #say: SayAt
  readonly #hashAt: number
  readonly #serialAt: number
  readonly #untitled: UntitledColumns
  readonly #repeated: readonly (readonly [number, number])[]
  /** Whether all rows so far have a value or a separator for each title; undefined before the first. */
  #areFull: boolean | undefined

  constructor(layout: Layout, positions: Positions, say: SayAt) {
    this.#layout = layout
    this.#say = say
    this.#hashAt = layout.meaning.indexOf('hardwareHash')
    this.#serialAt = positions.get('serialNumber') ?? 0
    this.#repeated = repeatedIn(layout)
    this.#untitled = new UntitledColumns(layout, say)
  }

  /** Checks whether each value is under its title; what is uncertain is added to `faults`. */
  judge(
    row: DeviceRow,
    record: FieldRecord,
    { isShort, faults }: { readonly isShort: boolean; readonly faults: FindingCode[] },
  ): void {
    if (this.#untitled.hasValue(record)) faults.push('value-without-title')
    this.#judgeWidth(record, isShort, faults)
    this.#judgeEnd(record, isShort, faults)
    if (this.#repeated.length > 0 && this.#repeats(row, record)) faults.push('column-repeated')
    if (this.#isMisplaced(row, record)) faults.push('hash-misplaced')
    else if (this.#hasSecond(row, record)) faults.push('hash-second')
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

  /** Two devices side by side: the second would be lost with the column that it stands in. */
  #hasSecond({ hardwareHash }: DeviceRow, { line, values }: FieldRecord): boolean {
    const whole = hardwareHash.length > 4000 ? wholeAtStart(hardwareHash) : undefined
    if (whole !== undefined && beginsHash(hardwareHash.slice(whole.length))) {
      this.#say('hash-second', { line, column: this.#hashAt + 1, detail: 'the same cell' })
      return true
    }
    if (values.length < 4) return false
    const at = values.findIndex(
      (value, place) => place !== this.#hashAt && beginsHash(value) && isOther(hardwareHash, value),
    )
    if (at === -1) return false
    const detail = this.#layout.header?.[at]?.trim() || `column ${at + 1}`
    this.#say('hash-second', { line, column: at + 1, detail })
    return true
  }

  /** The line ends before the hash, or before the serial number if the file has no hashes. */
  isShort({ values }: FieldRecord): boolean {
    if (values.length <= this.#hashAt) return true
    return this.#hashAt === -1 && values.length < this.#serialAt
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

  /** A file that ends early, as a download that broke off: part of a tag would be taken for the tag. */
  #judgeEnd(
    { line, values, isUnended }: FieldRecord,
    isShort: boolean,
    faults: FindingCode[],
  ): void {
    const width = this.#layout.meaning.length
    const isFull = values.length >= width
    if (isUnended === true && this.#areFull === true && !isFull && !isShort) {
      const detail = `${values.length} of ${width} values`
      this.#say('row-cut-off', { line, column: null, detail })
      faults.push('row-cut-off')
    }
    this.#areFull = isFull && this.#areFull !== false
  }

  /** Two columns of one meaning have different values, and no hash shows which is the serial number. */
  #repeats(row: DeviceRow, { line, values }: FieldRecord): boolean {
    const found = this.#repeated.find(
      ([first, again]) =>
        !isBlank(values[again] ?? '') &&
        values[again]?.trim() !== values[first]?.trim() &&
        !(first + 1 === this.#serialAt && isOwnSerial(row)),
    )
    if (found === undefined) return false
    const [, at] = found
    const detail = `${this.#layout.header?.[at]?.trim()}: ${values[at]?.trim()}`
    this.#say('column-repeated', { line, column: at + 1, detail })
    return true
  }

  /** After the last row; `line` is the header's. */
  end(line: number): void {
    this.#untitled.end(line)
  }
}

/** The serial number is the one inside the hash. */
function isOwnSerial({ serialNumber, hardwareHash }: DeviceRow): boolean {
  const reading = readHash(hardwareHash)
  return (
    reading.ok &&
    !reading.facts.hasJunkSerial &&
    sameSerial(serialNumber, reading.facts.serialNumber)
  )
}

/** Both are whole hashes, and of two devices. */
function isOther(hash: string, value: string): boolean {
  const text = value.trim()
  const [one, other] = [readHash(hash), readHash(repairHash(text)?.text ?? text)]
  if (!one.ok || !other.ok) return false
  return (
    one.facts.uuid !== other.facts.uuid ||
    !sameSerial(one.facts.serialNumber, other.facts.serialNumber)
  )
}

/** Pairs of positions whose titles mean the same column. */
function repeatedIn({ header, meaning }: Layout): readonly (readonly [number, number])[] {
  return (header ?? []).flatMap((title, at) => {
    if (meaning[at] !== undefined) return []
    const column = columnOfTitle(title)
    const first = column === undefined || !single.has(column) ? -1 : meaning.indexOf(column)
    return first === -1 ? [] : [[first, at] as const]
  })
}
