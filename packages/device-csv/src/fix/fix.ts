/**
 * Repairs a file into the strictest form, without inventing anything.
 *
 * Every change has a code from the catalogue and a line; a row that the form cannot represent is omitted and
 * handed over, never altered; and a digest over the untouched fields, before and after, proves that they are equal.
 */

import { DigestSet } from '../digest-set.ts'
import type { FileFacts } from '../file-facts.ts'
import type { CodeEntry } from '../findings/code-entry.ts'
import { type Finding, type FindingCode, findingCodes } from '../findings/finding.ts'
import { columnsOf } from '../layout/columns-of-format.ts'
import { CellCounter } from '../reading/cell-account.ts'
import { DeviceCsvReader } from '../reading/reader.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import type { Column, DeviceRow, Profile } from '../row.ts'
import { joined } from '../text/pieces.ts'
import { misread, unwritable } from '../write/writable.ts'
import { encodeText, rowLine } from '../write/write.ts'
import { FixJudge } from './fix-judge.ts'
import type { FixChange, FixOptions, LeftOut } from './fix-options.ts'
import { type FixReport, type Plan, planOf, titleLine, valuesElsewhere } from './fix-plan.ts'
import { nothingWritten } from './proof.ts'

/** Repairs one file, whose bytes or text arrive in pieces, and says what it changed and left out. */
export class DeviceCsvFixer {
  readonly #options: FixOptions
  readonly #profile: Profile
  readonly #reader: DeviceCsvReader
  readonly #judge: FixJudge
  /** Rows as they are written, and with the values that have no column in the output. */
  readonly #seen = new DigestSet()
  readonly #whole = new DigestSet()
  readonly #cells = new CellCounter()
  #plan: Plan | undefined
  #read = 0
  #written = 0
  #leftOut = 0
  #repeated = 0
  #changes = 0

  constructor(options: FixOptions = {}) {
    const { profile = 'intune', fileName = '', isMade = false, encoding } = options
    this.#options = options
    this.#profile = profile
    this.#reader = new DeviceCsvReader((finding) => this.#found(finding), {
      profile,
      fileName,
      isMade,
      ...(encoding && { encoding }),
    })
    this.#judge = new FixJudge(this.#reader, options)
  }

  /** What is known about the input so far. */
  get facts(): FileFacts {
    return this.#reader.facts
  }

  /** Takes the next chunk of the input, and returns the next bytes of the output. */
  push(chunk: Uint8Array | string): Uint8Array {
    return this.#write(this.#reader.push(chunk))
  }

  end(): { readonly bytes: Uint8Array; readonly report: FixReport } {
    const bytes = joined([this.#write(this.#reader.end()), this.#onlyTitles()])
    const untouched = this.#plan?.proof.end() ?? nothingWritten
    if (this.#plan !== undefined) this.#judge.end(this.#written)
    const report = {
      input: this.#reader.facts,
      format: this.#plan?.format ?? null,
      rowsRead: this.#read,
      rowsWritten: this.#written,
      rowsLeftOut: this.#leftOut,
      rowsRepeated: this.#repeated,
      changes: this.#changes,
      untouched,
      cells: this.#cells.sum(this.#reader.cells),
    }
    return { bytes, report }
  }

  /** A finding of the reader is repaired by writing the row again, or makes the row uncertain. */
  #found(finding: Finding): void {
    const { line, column, code, message } = finding
    const entry: CodeEntry = findingCodes[code]
    if (code === 'preamble-line' || code === 'line-too-long') this.#cells.line()
    if (code === 'line-too-long') this.#leave({ line, codes: [code], fields: [] })
    else if (entry.repairable) this.#changed({ line, column, code, message })
    else this.#judge.found(finding)
  }

  #changed(change: FixChange): void {
    this.#changes++
    this.#options.onChange?.(change)
  }

  #write(readings: readonly RowReading[]): Uint8Array {
    let text = ''
    for (const reading of readings) {
      if (reading.isDevice) this.#read++
      const plan = this.#plan ?? this.#begin(reading)
      if (plan === undefined) {
        this.#cells.leftOut(reading)
        continue
      }
      if (this.#plan === undefined) text += titleLine(plan)
      this.#plan = plan
      text += this.#row(reading, plan)
    }
    if (text === '') return new Uint8Array(0)
    const bytes = encodeText(text, 'ansi')
    this.#plan?.proof.wrote(bytes)
    return bytes
  }

  /** The titles of a file without rows. */
  #onlyTitles(): Uint8Array {
    const { header } = this.#reader.facts
    const plan = this.#plan ?? (header === null ? undefined : this.#begin(this.#reader))
    if (plan === undefined || this.#plan !== undefined) return new Uint8Array(0)
    this.#plan = plan
    const bytes = encodeText(titleLine(plan), 'ansi')
    plan.proof.wrote(bytes)
    return bytes
  }

  /** Unless all are wanted, the first row decides the columns of the output, so that they do not depend on how the input was chunked. */
  #begin({ positions }: Pick<RowReading, 'positions'>): Plan | undefined {
    const { kind } = this.#reader
    const isAll = this.#options.allColumns === true
    return planOf(kind, { profile: this.#profile, isAll, positions })
  }

  #row(reading: RowReading, plan: Plan): string {
    const { row, cleaned } = reading
    const faults = this.#faultsOf(reading, plan)
    if (faults.length > 0) {
      this.#cells.leftOut(reading)
      this.#judge.drop(row.line)
      this.#leave({ line: row.line, codes: [...new Set(faults)], fields: reading.written })
      return ''
    }
    const text = `${rowLine(row, plan.written)}\r\n`
    const others = valuesElsewhere(reading, plan.written)
    const isNew = others === '' ? undefined : this.#whole.add(`${text}\u001f${others}`)
    if (!this.#seen.add(text)) return this.#repetition(reading, isNew === true)
    this.#written++
    this.#judge.written(reading, plan.written)
    this.#cells.written(reading, plan.written)
    plan.proof.expect((column) => {
      const position = reading.positions.get(column)
      return position === undefined || cleaned.includes(column)
        ? undefined
        : (reading.written[position - 1] ?? '')
    })
    return text
  }

  /** The output would repeat a line; if the row has new values in omitted columns, it is reported as left out. */
  #repetition(reading: RowReading, hasOthers: boolean): '' {
    const { row, written: fields } = reading
    this.#judge.drop(row.line)
    if (hasOthers) {
      this.#cells.leftOut(reading)
      this.#leave({ line: row.line, codes: ['duplicate-row'], fields })
      return ''
    }
    this.#repeated++
    this.#cells.repeated(reading)
    const place = { line: row.line, column: null, detail: 'an earlier row' }
    this.#changed(this.#reader.make('duplicate-row', place))
    return ''
  }

  /** Why the row cannot be written: what the form cannot represent, and any error when only good rows are wanted. */
  #faultsOf({ row, faults }: RowReading, { written, format }: Plan): readonly FindingCode[] {
    const codes = [...faults, ...unwritable(row, written), ...this.#withoutColumn(row, written)]
    const place = { format, isFirst: this.#written === 0 }
    if (codes.length === 0)
      codes.push(...misread(row, rowLine(row, written), { written, ...place }))
    if (codes.length > 0 || this.#options.onlyGood !== true) return codes
    return this.#judge.errorsOf(row)
  }

  /** A value under a later header whose column the output, already begun, lacks. */
  #withoutColumn(row: DeviceRow, written: readonly Column[]): FindingCode[] {
    if (this.#plan?.format === 'corporate-identifiers') return []
    const lost = columnsOf(this.#profile).some((column) => !written.includes(column) && row[column])
    return lost ? ['header-changed'] : []
  }

  #leave(row: LeftOut): void {
    this.#leftOut++
    this.#options.onLeftOut?.(row)
  }
}
