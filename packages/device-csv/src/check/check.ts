/**
 * Checks a file against the rules, row by row as it arrives.
 *
 * Several files share one `DeviceIndex`, so a device that occurs in two of them is found; nothing else is kept
 * of a row after it has been checked.
 */
import { maxDevicesOf } from 'taxiway-autopilot'
import type { FileFacts } from '../file-facts.ts'
import { type Finding, type FindingCode, ShortList } from '../findings/finding.ts'
import type { Say } from '../findings/say.ts'
import type { HashFacts } from '../hash/hash-facts.ts'
import { channelKeyOf } from '../layout/channel-of-profile.ts'
import { DeviceCsvReader } from '../reading/reader.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import type { DeviceRow, FileKind, Profile } from '../row.ts'
import type { Encoding } from '../text/encoding-name.ts'
import { piecesOf } from '../text/pieces.ts'
import { DeviceIndex, type Seen } from './device-index.ts'
import { judgeRow } from './judge-row.ts'
import { traitsOf } from './traits.ts'

export type CheckOptions = {
  /** Which rules apply; `intune` when absent. */
  readonly profile?: Profile
  readonly fileName?: string
  /** The text was generated, for example from a spreadsheet's cells. */
  readonly isMade?: boolean
  /** What a person says that the text is in. */
  readonly encoding?: Encoding
  /** Called for every device row, before its findings. */
  readonly onRow?: (reading: RowReading) => void
  /** The user names that exist, in lower case; absent: only the form of a name is checked. */
  readonly users?: ReadonlySet<string>
  /** Shared by the files that are checked together. */
  readonly devices?: DeviceIndex
  /** Names of the files checked so far, for messages; this file is added. Shared like `devices`. */
  readonly files?: string[]
}

/** What is known about a file once it has been read to the end. */
export type FileReport = FileFacts & { readonly rows: number }

/** Checks one file, whose bytes or text arrive in pieces; `report` gets each finding as it is found. Throws nothing. */
export class DeviceCsvChecker {
  readonly #reader: DeviceCsvReader
  readonly #report: (finding: Finding) => void
  readonly #profile: Profile
  readonly #users: ReadonlySet<string> | undefined
  readonly #devices: DeviceIndex
  readonly #files: string[]
  readonly #file: number
  /** Reports about the current row; one function for all rows. */
  readonly #sayOfValue: Say = (code, column, detail = '') => {
    const position = this.#reader.positions.get(column) ?? null
    this.#say(code, { line: this.#line, column: position, detail })
  }
  readonly #onRow: (reading: RowReading) => void
  #line = 0
  #rows = 0
  #refused = false

  constructor(report: (finding: Finding) => void, options: CheckOptions = {}) {
    const { profile = 'intune', fileName = '', isMade = false, encoding } = options
    const { devices = new DeviceIndex(), files = [] } = options
    this.#report = (finding) => {
      this.#refused ||= finding.code === 'not-text' || finding.code === 'not-csv'
      report(finding)
    }
    this.#reader = new DeviceCsvReader(this.#report, {
      profile,
      fileName,
      isMade,
      ...(encoding && { encoding }),
    })
    this.#profile = profile
    this.#users = options.users
    this.#onRow = options.onRow ?? (() => undefined)
    this.#devices = devices
    this.#files = files
    this.#file = files.push(fileName) - 1
  }

  /** Rows judged so far. */
  get rows(): number {
    return this.#rows
  }

  push(chunk: Uint8Array | string): void {
    for (const reading of this.#reader.push(chunk)) this.#judge(reading)
  }

  end(): FileReport {
    for (const reading of this.#reader.end()) this.#judge(reading)
    const { kind } = this.#reader
    const max = maxRows(kind, this.#profile)
    const file = { line: 0, column: null }
    if (this.#rows === 0 && !this.#refused) this.#say('no-rows', file)
    if (this.#rows > max) {
      this.#say('too-many-rows', { ...file, detail: `${this.#rows} instead of at most ${max}` })
    }
    return { ...this.#reader.facts, rows: this.#rows }
  }

  #judge(reading: RowReading): void {
    const { row, isDevice } = reading
    if (!isDevice) return
    this.#onRow(reading)
    this.#rows++
    const { kind } = this.#reader
    if (kind === 'unknown' || kind === 'portal-export') return
    this.#line = row.line
    const rules = { profile: this.#profile, kind, users: this.#users }
    this.#compare(row, judgeRow(row, rules, this.#sayOfValue))
  }

  #compare(row: DeviceRow, facts: HashFacts | undefined): void {
    const verdict = this.#devices.add(traitsOf(row, facts), { file: this.#file, line: row.line })
    if (verdict.kind === 'new') return
    const code = codeOfVerdict[verdict.kind]
    this.#say(code, { line: row.line, column: null, detail: this.#place(verdict) })
  }

  #place({ file, line }: Seen): string {
    return file === this.#file ? `line ${line}` : `line ${line} of ${this.#files[file]}`
  }

  #say(code: FindingCode, place: { line: number; column: number | null; detail?: string }): void {
    this.#report(this.#reader.make(code, place))
  }
}

const codeOfVerdict = {
  'same-row': 'duplicate-row',
  'same-device': 'duplicate-device',
  'same-serial': 'serial-shared',
} as const

/** The row limit of a file: that of its channel; one device per DeviceLink file. */
export function maxRows(kind: FileKind, profile: Profile): number {
  if (kind === 'devicelink') return 1
  const key = kind === 'corporate-identifiers' ? 'corporateIdentifier' : channelKeyOf(profile)
  return maxDevicesOf(key)
}

/** Checks a whole file in memory. Never throws. Findings, at most ten thousand, are ordered by line, those of the file itself first. */
export function checkDeviceCsv(
  input: Uint8Array | string,
  options: CheckOptions = {},
): FileReport & { readonly findings: readonly Finding[] } {
  const list = new ShortList<Finding>()
  const checker = new DeviceCsvChecker((finding) => list.add(finding), options)
  for (const piece of piecesOf(input)) checker.push(piece)
  const report = checker.end()
  return { ...report, findings: list.items.toSorted((a, b) => a.line - b.line) }
}
