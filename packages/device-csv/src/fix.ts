/**
 * A file mended into the strictest form, without inventing anything.
 *
 * Every change has a code from the catalogue and its line; a row that the form cannot hold is left out and
 * handed over, never altered; and a digest over the untouched fields, before and after, proves the rest equal.
 */

import { DeviceCsvChecker } from './check.ts'
import { isAnsi } from './clean-value.ts'
import { columnsOf, columnsOfPlan } from './columns-of-format.ts'
import { DeviceIndex } from './device-index.ts'
import { DigestSet } from './digest-set.ts'
import { type CodeEntry, type Finding, type FindingCode, findingCodes } from './finding.ts'
import { judgeRow } from './judge-row.ts'
import { type Proof, UntouchedFields } from './proof.ts'
import { DeviceCsvReader, type FileFacts } from './reader.ts'
import { repairRow } from './repair-row.ts'
import type { Column, DeviceRow, FileKind, Profile } from './row.ts'
import type { RowReading } from './row-mapper.ts'
import { traitsOf } from './traits.ts'
import { encodeText, headerLine, rowLine } from './write.ts'

/** One thing that was put right; `line` is that of the input, 0 for the file as a whole. */
export type FixChange = Pick<Finding, 'line' | 'column' | 'code' | 'message'>

/** A row that is not in the output, with the codes that say why and its fields as written. */
export type LeftOut = {
  readonly line: number
  readonly codes: readonly FindingCode[]
  readonly fields: readonly string[]
}

export type FixOptions = {
  readonly profile?: Profile
  readonly fileName?: string
  /** Leaves rows out that still have an error, instead of writing them as they are. */
  readonly onlyGood?: boolean
  readonly users?: ReadonlySet<string>
  readonly onChange?: (change: FixChange) => void
  readonly onLeftOut?: (row: LeftOut) => void
  /** What is still wrong with the output; its lines are those of the output. */
  readonly onRemaining?: (finding: Finding) => void
}

export type FixReport = {
  readonly input: FileFacts
  /** Null when the file is no list of devices and nothing was written. */
  readonly format: Profile | 'corporate-identifiers' | null
  readonly rowsRead: number
  readonly rowsWritten: number
  readonly rowsLeftOut: number
  /** Exact repetitions, which are not written again. */
  readonly rowsRepeated: number
  readonly changes: number
  readonly untouched: Proof
}

/** A row with one of these cannot be told with certainty, so it is never written. */
const uncertain: ReadonlySet<FindingCode> = new Set([
  'quote-open',
  'quote-stray',
  'row-too-long',
  'encoding-damaged',
  'character-not-ansi',
  'comma-in-value',
])

type Plan = {
  readonly format: Profile | 'corporate-identifiers'
  readonly written: readonly Column[]
  readonly proof: UntouchedFields
}

export class DeviceCsvFixer {
  readonly #options: FixOptions
  readonly #profile: Profile
  readonly #reader: DeviceCsvReader
  readonly #remaining: DeviceCsvChecker
  readonly #seen = new DigestSet()
  readonly #devices = new DeviceIndex()
  readonly #faults = new Map<number, FindingCode[]>()
  #plan: Plan | undefined
  #read = 0
  #written = 0
  #leftOut = 0
  #repeated = 0
  #changes = 0

  constructor(options: FixOptions = {}) {
    const { profile = 'intune', fileName = '', onRemaining = () => undefined } = options
    this.#options = options
    this.#profile = profile
    this.#reader = new DeviceCsvReader((finding) => this.#found(finding), { profile, fileName })
    this.#remaining = new DeviceCsvChecker(onRemaining, {
      profile,
      ...(options.users && { users: options.users }),
    })
  }

  /** What is known of the input so far. */
  get facts(): FileFacts {
    return this.#reader.facts
  }

  /** Takes the next chunk of the input, gives the next bytes of the output. */
  push(chunk: Uint8Array | string): Uint8Array {
    return this.#write(this.#reader.push(chunk))
  }

  end(): { readonly bytes: Uint8Array; readonly report: FixReport } {
    const bytes = this.#write(this.#reader.end())
    for (const [line, codes] of this.#faults) this.#leave({ line, codes, fields: [] })
    const untouched = this.#plan?.proof.end() ?? {
      fields: 0,
      digestBefore: '',
      digestAfter: '',
      equal: true,
    }
    if (this.#plan !== undefined) this.#remaining.end()
    const report = {
      input: this.#reader.facts,
      format: this.#plan?.format ?? null,
      rowsRead: this.#read,
      rowsWritten: this.#written,
      rowsLeftOut: this.#leftOut,
      rowsRepeated: this.#repeated,
      changes: this.#changes,
      untouched,
    }
    return { bytes, report }
  }

  /** The reader's findings are what is repaired by writing the row again, or what makes a row uncertain. */
  #found({ line, column, code, message }: Finding): void {
    const entry: CodeEntry = findingCodes[code]
    if (entry.repairable) this.#changed({ line, column, code, message })
    else if (uncertain.has(code) || code === 'line-too-long') {
      this.#faults.set(line, [...(this.#faults.get(line) ?? []), code])
    }
  }

  #changed(change: FixChange): void {
    this.#changes++
    this.#options.onChange?.(change)
  }

  #write(readings: readonly RowReading[]): Uint8Array {
    let text = ''
    for (const reading of readings) {
      this.#read++
      const plan = this.#plan ?? this.#begin(reading)
      if (plan === undefined) continue
      if (this.#plan === undefined) text += titleLine(plan)
      this.#plan = plan
      text += this.#row(reading, plan)
    }
    if (text === '') return new Uint8Array(0)
    const bytes = encodeText(text, 'ansi')
    this.#plan?.proof.wrote(bytes)
    this.#remaining.push(bytes)
    return bytes
  }

  /** The columns of the output are settled with the first row, so that they do not depend on how the file was cut. */
  #begin({ positions }: RowReading): Plan | undefined {
    const { kind } = this.#reader
    const format = formatOf(kind, this.#profile)
    if (format === undefined) return undefined
    const needs = { hasGroupTag: positions.has('groupTag'), hasUser: positions.has('assignedUser') }
    const written = columnsOfPlan(needs, format)
    return { format, written, proof: new UntouchedFields(written) }
  }

  #row(reading: RowReading, { written, proof }: Plan): string {
    const { row, touched, codes } = repairRow(reading)
    const line = reading.row.line
    const faults = [...(this.#faults.get(line) ?? []), ...this.#errorsOf(row, written)]
    this.#faults.delete(line)
    if (faults.length > 0) {
      this.#leave({ line, codes: [...new Set(faults)], fields: reading.written })
      return ''
    }
    for (const code of codes) this.#say(code, line, 'hardwareHash')
    const text = `${rowLine(row, written)}\r\n`
    if (!this.#seen.add(text)) {
      this.#repeated++
      this.#say('duplicate-row', line, null)
      return ''
    }
    this.#written++
    proof.expect((column) => {
      const position = reading.positions.get(column)
      return position === undefined || touched.includes(column)
        ? undefined
        : (reading.written[position - 1] ?? '')
    })
    return text
  }

  /** Why the row may not be written: always what the form cannot hold, and every error when only good rows are wanted. */
  #errorsOf(row: DeviceRow, written: readonly Column[]): FindingCode[] {
    const codes = [...unwritable(row, written), ...this.#homeless(row, written)]
    return this.#options.onlyGood === true ? [...codes, ...this.#badnessOf(row)] : codes
  }

  /** A value that came under a later header and has no column in the output, which has begun without it. */
  #homeless(row: DeviceRow, written: readonly Column[]): FindingCode[] {
    if (this.#plan?.format === 'corporate-identifiers') return []
    const lost = columnsOf(this.#profile).some((column) => !written.includes(column) && row[column])
    return lost ? ['header-changed'] : []
  }

  #badnessOf(row: DeviceRow): FindingCode[] {
    const codes: FindingCode[] = []
    const { kind } = this.#reader
    const facts = judgeRow(
      row,
      { profile: this.#profile, kind, users: this.#options.users },
      (code) => {
        const { severity } = this.#reader.make(code, { line: 0, column: null })
        if (severity === 'error') codes.push(code)
      },
    )
    const { kind: verdict } = this.#devices.add(traitsOf(row, facts), { file: 0, line: row.line })
    return verdict === 'same-device' ? [...codes, 'duplicate-device'] : codes
  }

  #leave(row: LeftOut): void {
    this.#leftOut++
    this.#options.onLeftOut?.(row)
  }

  #say(code: FindingCode, line: number, column: Column | null): void {
    const position = column === null ? null : (this.#reader.positions.get(column) ?? null)
    const detail = column === null ? 'an earlier row' : ''
    this.#changed(this.#reader.make(code, { line, column: position, detail }))
  }
}

/** What the form cannot hold. */
function unwritable(row: DeviceRow, written: readonly Column[]): FindingCode[] {
  const codes: FindingCode[] = []
  for (const column of written) {
    const value = row[column] ?? ''
    if (/[",]/.test(value)) codes.push(value.includes(',') ? 'comma-in-value' : 'quote-stray')
    if (!isAnsi(value)) codes.push('character-not-ansi')
  }
  return codes
}

function formatOf(kind: FileKind, profile: Profile): Plan['format'] | undefined {
  if (kind === 'corporate-identifiers') return kind
  return kind === 'intune' || kind === 'partner-center' || kind === 'configuration-manager'
    ? profile
    : undefined
}

function titleLine({ format, written }: Plan): string {
  const header = headerLine(format, written)
  return header === '' ? '' : `${header}\r\n`
}
