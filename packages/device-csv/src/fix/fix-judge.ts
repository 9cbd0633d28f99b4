/** What is still wrong with the rows that were written, by the lines and columns of the input. */
import { maxRows } from '../check/check.ts'
import { DeviceIndex, type Verdict } from '../check/device-index.ts'
import { judgeRow } from '../check/judge-row.ts'
import { traitsOf } from '../check/traits.ts'
import type { Finding, FindingCode } from '../findings/finding.ts'
import type { HashFacts } from '../hash/hash-facts.ts'
import type { DeviceCsvReader } from '../reading/reader.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import type { Column, DeviceRow, Profile } from '../row.ts'
import type { FixOptions } from './fix-options.ts'

const codeOfVerdict = {
  'same-row': 'duplicate-device',
  'same-device': 'duplicate-device',
  'same-serial': 'serial-shared',
} as const

export class FixJudge {
  readonly #reader: DeviceCsvReader
  readonly #options: FixOptions
  readonly #profile: Profile
  readonly #devices = new DeviceIndex()
  /** Findings of the reader about rows that are not decided yet. */
  readonly #open = new Map<number, Finding[]>()
  readonly #ofFile: Finding[] = []
  #compared: { readonly row: DeviceRow; readonly verdict: Verdict } | undefined

  constructor(reader: DeviceCsvReader, options: FixOptions) {
    this.#reader = reader
    this.#options = options
    this.#profile = options.profile ?? 'intune'
  }

  /** The reader has found something that cannot be repaired. */
  found(finding: Finding): void {
    if (finding.line === 0) {
      if (finding.code === 'kind-other-import') this.#ofFile.push(finding)
      return
    }
    const before = this.#open.get(finding.line)
    if (before === undefined) this.#open.set(finding.line, [finding])
    else before.push(finding)
  }

  /** The row is not in the output. */
  drop(line: number): void {
    this.#open.delete(line)
  }

  /** The row is in the output, which has the columns `kept`. */
  written({ row, positions }: RowReading, kept: readonly Column[]): void {
    const places = new Set<number | null>(kept.map((column) => positions.get(column) ?? null))
    for (const finding of this.#open.get(row.line) ?? [])
      if (finding.column === null || places.has(finding.column)) this.#report(finding)
    this.#open.delete(row.line)
    const say = (code: FindingCode, column: number | null, detail = ''): void =>
      this.#report(this.#reader.make(code, { line: row.line, column, detail }))
    const facts = this.#judge(row, (code, column, detail) => {
      if (kept.includes(column)) say(code, positions.get(column) ?? null, detail)
    })
    const verdict = this.#verdictOn(row, facts)
    if (verdict.kind !== 'new') say(codeOfVerdict[verdict.kind], null, `line ${verdict.line}`)
  }

  /** The errors of a row that is not written yet. */
  errorsOf(row: DeviceRow): FindingCode[] {
    const codes: FindingCode[] = []
    const facts = this.#judge(row, (code) => {
      const { severity } = this.#reader.make(code, { line: 0, column: null })
      if (severity === 'error') codes.push(code)
    })
    if (codes.length > 0) return codes
    return this.#verdictOn(row, facts).kind === 'same-device' ? ['duplicate-device'] : []
  }

  end(rows: number): void {
    const file = { line: 0, column: null }
    const max = maxRows(this.#reader.kind, this.#profile)
    for (const finding of this.#ofFile) this.#report(finding)
    if (rows === 0) this.#report(this.#reader.make('no-rows', file))
    if (rows <= max) return
    const detail = `${rows} instead of at most ${max}`
    this.#report(this.#reader.make('too-many-rows', { ...file, detail }))
  }

  /** Each row is compared once, for the first caller that asks. */
  #verdictOn(row: DeviceRow, facts: HashFacts | undefined): Verdict {
    if (this.#compared?.row !== row) {
      const verdict = this.#devices.add(traitsOf(row, facts), { file: 0, line: row.line })
      this.#compared = { row, verdict }
    }
    return this.#compared.verdict
  }

  #judge(row: DeviceRow, say: Parameters<typeof judgeRow>[2]): HashFacts | undefined {
    const rules = { profile: this.#profile, kind: this.#reader.kind, users: this.#options.users }
    return judgeRow(row, rules, say)
  }

  #report(finding: Finding): void {
    this.#options.onRemaining?.(finding)
  }
}
