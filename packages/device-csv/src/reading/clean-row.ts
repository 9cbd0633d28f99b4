/** The values of one record, each cleaned of what nobody typed on purpose; every change is reported. */

import { isUserPrincipalName } from 'taxiway-autopilot'
import type { FindingCode, Place } from '../findings/finding.ts'
import { isWhole } from '../hash/repair-hash.ts'
import { intuneColumns } from '../layout/columns-of-format.ts'
import { looksLikeHash } from '../layout/guess-line.ts'
import type { Column, DeviceRow } from '../row.ts'
import type { FieldRecord } from '../text/records.ts'
import {
  cleanHash,
  cleanValue,
  isOrdinary,
  isOrdinaryHash,
  type Letters,
} from '../values/clean-value.ts'
import { userWithin } from '../values/user-within.ts'
import { meansNothing } from '../values/value-guards.ts'
import { type CleanedRow, type FoundValues, takeMarks, takeUtf7 } from './proved-marks.ts'

/** 1-based position of each column in the file; columns that the file lacks are missing from the map. */
export type Positions = ReadonlyMap<Column, number>

export type CleanRow = {
  readonly row: DeviceRow
  readonly cleaned: readonly Column[]
  /** Damage that makes a value uncertain. */
  readonly damaged: readonly FindingCode[]
}

type RowReporter = {
  readonly say: (code: FindingCode, place: Place) => void
  readonly titles: readonly string[] | null
  readonly letters: Letters
}

/** Columns in which a word such as NULL can only mean an empty value. */
const optional: ReadonlySet<Column> = new Set(['productKey', 'groupTag', 'assignedUser'])
const inEveryRow: ReadonlySet<Column> = new Set(intuneColumns)
/** Said once in a file, of a word once for each. */
const saidOnce: ReadonlySet<FindingCode> = new Set(['empty-word', 'value-guard'])
const undamaged: readonly FindingCode[] = []
const damaged: readonly FindingCode[] = ['encoding-damaged']

export class RowCleaner {
  readonly #columns: readonly { readonly column: Column; readonly position: number }[]
  /** The file has columns beyond those of an Intune file. */
  readonly #isWide: boolean
  readonly #report: RowReporter
  /** Positions whose title is not a known column. */
  readonly #others: readonly number[]
  readonly #said = new Set<string>()
  /** Separators of another kind that end the header, as a program has put them after every line. */
  readonly #tail: string | undefined
  /** The digest of its hash proves that the current row is. */
  #isUtf7 = false
  /** A value of the current row has characters that its encoding has destroyed. */
  #isDamaged = false
  /** One function for all rows. */
  readonly #sayOnce = (code: FindingCode, place: Place): void => this.#say(code, place)

  constructor(positions: Positions, report: RowReporter) {
    this.#report = report
    const known = new Set(positions.values())
    this.#columns = [...positions].map(([column, position]) => ({ column, position }))
    this.#isWide = this.#columns.some(({ column }) => !inEveryRow.has(column))
    this.#tail = /[^\s;|,\t]([;|,\t]+)$/.exec(report.titles?.at(-1) ?? '')?.[1]?.charAt(0)
    this.#others = (report.titles ?? []).map((_, at) => at + 1).filter((at) => !known.has(at))
  }

  clean({ line, values }: FieldRecord): CleanRow {
    this.#isDamaged = false
    const cleaned: Column[] = []
    const found: FoundValues = {}
    for (const { column, position } of this.#columns) {
      const written = values[position - 1] ?? ''
      const value = this.#tail === undefined ? written : this.#withoutTail(written, line, position)
      const result = isInOrder(value, column)
        ? value
        : this.#value(value, column, { line, column: position })
      if (result !== written) cleaned.push(column)
      found[column] = result
    }
    this.#takeWhatIsProved({ line, found, cleaned, columns: this.#columns, say: this.#sayOnce })
    for (const position of this.#others) this.#other(values[position - 1] ?? '', line, position)
    const row = this.#isWide ? rowOf(line, found) : narrowRow(line, found)
    return { row, cleaned, damaged: this.#isDamaged ? damaged : undamaged }
  }

  #takeWhatIsProved(row: CleanedRow): void {
    takeMarks(row)
    if (this.#isUtf7) takeUtf7(row)
    this.#isUtf7 = false
  }

  #withoutTail(value: string, line: number, position: number): string {
    const tail = this.#tail ?? ''
    if (position !== this.#report.titles?.length || !value.endsWith(tail)) return value
    let end = value.length
    while (end > 0 && value[end - 1] === tail) end--
    this.#say('trailing-separator', { line, column: position, detail: tail })
    return value.slice(0, end)
  }

  #value(value: string, column: Column, place: Place): string {
    if (column === 'hardwareHash') {
      const result = cleanHash(value)
      this.#isUtf7 = value.includes('+-') && isWhole(result.value)
      return this.#noted(result, {
        ...place,
        detail: `${value.trim().length} characters`,
      })
    }
    const clean = isOrdinary(value) ? value : this.#cleaned(value, place)
    const result = column === 'assignedUser' ? this.#user(clean, place) : clean
    if (result === '' || !optional.has(column) || !meansNothing(result, column)) return result
    this.#say('empty-word', { ...place, detail: result })
    return ''
  }

  #user(value: string, place: Place): string {
    const user = userWithin(value)
    if (user !== value) this.#say('value-guard', { ...place, detail: value })
    return user
  }

  #cleaned(value: string, place: Place): string {
    const result = cleanValue(value, this.#report.letters)
    this.#isDamaged ||= result.codes.includes('encoding-damaged')
    return this.#noted(result, { ...place, detail: value.trim() })
  }

  #noted({ value, codes }: ReturnType<typeof cleanValue>, place: Place): string {
    for (const code of codes) this.#say(code, place)
    return value
  }

  /** A hash or user in an omitted column is reported for every row. */
  #other(value: string, line: number, column: number): void {
    if (value.length < 6 || (!looksLikeHash(value) && !isUserPrincipalName(value.trim()))) return
    const detail = `${this.#report.titles?.[column - 1] ?? ''}: ${value}`
    this.#say('value-left-out', { line, column, detail })
  }

  #say(code: FindingCode, place: Place): void {
    if (saidOnce.has(code)) {
      const what = code === 'empty-word' ? `${code} ${place.detail}` : code
      if (this.#said.has(what)) return
      this.#said.add(what)
    }
    this.#report.say(code, place)
  }
}

/** Nothing has to be removed from the value: nearly always. */
function isInOrder(value: string, column: Column): boolean {
  if (value === '') return true
  if (column === 'hardwareHash') return isOrdinaryHash(value)
  if (!isOrdinary(value)) return false
  if (column === 'assignedUser') return isUserPrincipalName(value)
  return !(optional.has(column) && meansNothing(value, column))
}

function narrowRow(line: number, found: FoundValues): DeviceRow {
  return {
    line,
    serialNumber: found.serialNumber ?? '',
    productKey: found.productKey ?? '',
    hardwareHash: found.hardwareHash ?? '',
    groupTag: found.groupTag ?? '',
    assignedUser: found.assignedUser ?? '',
  }
}

function rowOf(line: number, found: FoundValues): DeviceRow {
  return { ...found, ...narrowRow(line, found) }
}
