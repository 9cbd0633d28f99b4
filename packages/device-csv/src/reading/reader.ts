/**
 * Turns bytes or text in chunks into device rows: one pass, constant memory, the same result for any chunking.
 *
 * It never refuses a file. Whatever is wrong becomes a finding, and every recognizable row is returned.
 */

import type { FileFacts, ReadOptions } from '../file-facts.ts'
import {
  type Finding,
  type FindingCode,
  type FindingMaker,
  findingsFor,
} from '../findings/finding.ts'
import { formFindings } from '../findings/form-findings.ts'
import { fittedLayout, headerWithin } from '../layout/find-layout.ts'
import { FirstLines } from '../layout/first-lines.ts'
import { plainLine } from '../layout/guess-line.ts'
import { judgeLayout } from '../layout/judge-layout.ts'
import { isSameHeader, type Layout } from '../layout/layout.ts'
import type { FileKind, Profile } from '../row.ts'
import { ChunkReader } from '../text/chunk-reader.ts'
import { type Line, LineReader } from '../text/lines.ts'
import { type FieldRecord, RecordReader } from '../text/records.ts'
import { isBlank } from '../values/row-words.ts'
import type { Positions } from './clean-row.ts'
import { RowMapper, type RowReading } from './row-mapper.ts'
import { unglued } from './unglued.ts'

export class DeviceCsvReader {
  readonly make: FindingMaker
  readonly #profile: Profile
  readonly #fileName: string
  readonly #chunks = new ChunkReader()
  readonly #lines = new LineReader()
  readonly #report: (finding: Finding) => void
  readonly #first: FirstLines
  #layout: Layout | undefined
  /** The first header is that of the file, whatever follows among the rows. */
  #firstLayout: Layout | undefined
  #records = new RecordReader(',', -1)
  #mapper: RowMapper | undefined
  /** A line among the rows that may be another header; the next line shows whether it is. */
  #candidate: { readonly line: Line; readonly layout: Layout } | undefined
  #headerLine = 1
  #cells = 0
  #mailSaid = false
  /** The text is of another kind, and nothing is read from it. */
  #other = false

  constructor(
    report: (finding: Finding) => void,
    { profile = 'intune', fileName = '', isMade = false }: ReadOptions = {},
  ) {
    this.#report = isMade ? (finding) => formFindings.has(finding.code) || report(finding) : report
    this.#profile = profile
    this.#fileName = fileName
    this.#first = new FirstLines(fileName)
    this.make = findingsFor(profile)
  }

  get facts(): FileFacts {
    return {
      kind: this.kind,
      encoding: this.#chunks.encoding,
      bom: this.#chunks.bom,
      lineEnding: this.#lines.lineEnding,
      separator: this.#firstLayout?.separator ?? ',',
      header: this.#firstLayout?.header ?? null,
    }
  }

  /** Decided before the first row is returned; `unknown` until then. */
  get kind(): FileKind {
    return this.#layout?.kind ?? 'unknown'
  }

  /** Non-empty fields read so far, among the rows and above the header; titles are not counted. */
  get cells(): number {
    return this.#cells + (this.#mapper?.cells ?? 0)
  }

  /** 1-based position of each column, by the latest header; empty until the layout is known. */
  get positions(): Positions {
    return this.#mapper?.positions ?? new Map()
  }

  /** Takes the next chunk of the file; returns the rows that are complete now. */
  push(chunk: Uint8Array | string): RowReading[] {
    return this.#chunks.push(chunk).flatMap((text) => this.#take(this.#lines.push(text)))
  }

  /** Reports what only the whole file shows, and returns the last rows. */
  end(): RowReading[] {
    const rest = this.#chunks.end()
    const { binary } = this.#chunks
    if (binary !== undefined) {
      this.#say('not-text', { line: 0, column: null, detail: binary })
      return []
    }
    const rows = this.#take([...this.#lines.push(rest), ...this.#lines.end()])
    if (this.#layout === undefined && !this.#other) rows.push(...this.#begin())
    if (this.#other) return []
    this.#refuseCandidate(rows)
    this.#map(this.#records.end(), rows)
    this.#mapper?.end(this.#headerLine)
    for (const [code, detail] of this.#chunks.findings(this.#lines.lineEnding))
      this.#say(code, { line: 0, column: null, ...(detail !== undefined && { detail }) })
    return rows
  }

  #take(lines: readonly Line[]): RowReading[] {
    const rows: RowReading[] = []
    for (const line of lines) {
      if (this.#other) break
      if (this.#layout !== undefined) this.#line(line, rows)
      else if (this.#first.push(line)) rows.push(...this.#begin())
    }
    return rows
  }

  /** Reads the first lines by the layout that they show. */
  #begin(): RowReading[] {
    const { other, first, layout } = this.#first.take((line) => this.#unglued(line))
    if (other !== undefined) {
      this.#other = true
      this.#say('not-csv', { line: 0, column: null, detail: other })
      return []
    }
    if (layout === undefined) {
      for (const line of first) this.#preamble(line)
      return []
    }
    this.#firstLayout = layout
    this.#use(layout)
    const rows: RowReading[] = []
    first.forEach((line, at) => {
      if (at < layout.start) this.#preamble(line)
      else if (at === layout.start && layout.header !== null) this.#header(line, layout)
      else this.#line(line, rows)
    })
    const known = layout.kind !== 'unknown'
    if (layout.header === null) this.#judge(layout, known ? 0 : (first[layout.start]?.number ?? 1))
    return rows
  }

  #use(layout: Layout): void {
    this.#layout = layout
    this.#mapper?.end(this.#headerLine)
    this.#cells += this.#mapper?.cells ?? 0
    this.#mapper = new RowMapper(layout, (code, place) => this.#say(code, place))
    this.#records = new RecordReader(layout.separator, layout.meaning.indexOf('hardwareHash'))
  }

  #preamble(line: Line): void {
    const blank = isBlank(line.text)
    if (blank) {
      this.#say('blank-line', { line: line.number, column: null })
      return
    }
    this.#cells++
    this.#say('preamble-line', { line: line.number, column: null, detail: line.text.trim() })
  }

  #header(line: Line, layout: Layout): void {
    this.#headerLine = line.number
    if (line.text.includes('"')) this.#mapper?.quotes(line.number)
    this.#judge(layout, line.number)
  }

  #judge(layout: Layout, line: number): void {
    for (const each of judgeLayout(layout, line, { make: this.make, profile: this.#profile }))
      this.#report(each)
  }

  #line(line: Line, rows: RowReading[]): void {
    if (line.tooLong) {
      this.#cells++
      this.#say('line-too-long', { line: line.number, column: null })
      return
    }
    const plain = line.text.startsWith('>') ? this.#withoutMarks(line) : line
    const parts = this.#unglued(plain)
    if (parts !== undefined) {
      for (const each of parts) this.#line(each, rows)
      return
    }
    if (this.#candidate !== undefined && !isBlank(plain.text)) this.#settleCandidate(plain, rows)
    const header = headerWithin(plain.text, this.#fileName)
    if (header === undefined) this.#plain(plain, rows)
    else if (this.#layout !== undefined && isSameHeader(header, this.#layout)) {
      this.#map(this.#records.end(), rows)
      this.#say('header-repeated', { line: line.number, column: null })
    } else this.#candidate = { line: plain, layout: header }
  }

  /** A header and a row on one line. */
  #unglued(line: Line): readonly Line[] | undefined {
    const parts = unglued(line.text)
    if (parts === undefined) return undefined
    this.#say('line-end-lost', { line: line.number, column: null, detail: parts[1] })
    return parts.map((text) => ({ ...line, text }))
  }

  #plain(line: Line, rows: RowReading[]): void {
    this.#map(this.#records.push(line), rows)
  }

  #map(records: readonly FieldRecord[], rows: RowReading[]): void {
    for (const record of records) {
      const rest = this.#mapper?.map(record, rows)
      if (rest !== undefined && rest !== '')
        this.#line({ number: record.line, text: rest, tooLong: false }, rows)
    }
  }

  /** Without a mail program's quote marks. */
  #withoutMarks(line: Line): Line {
    if (!this.#mailSaid)
      this.#say('value-guard', { line: line.number, column: null, detail: line.text.slice(0, 20) })
    this.#mailSaid = true
    return { ...line, text: plainLine(line.text) }
  }

  /** A header among the rows counts if the next line fits it, so that concatenated files do not put values under wrong titles. */
  #settleCandidate(next: Line, rows: RowReading[]): void {
    const { line, layout } = this.#candidate ?? {}
    if (layout === undefined || line === undefined) return
    const fitted = fittedLayout(layout, next.text)
    if (fitted === undefined) {
      this.#refuseCandidate(rows)
      return
    }
    this.#candidate = undefined
    this.#map(this.#records.end(), rows)
    this.#say('header-changed', { line: line.number, column: null })
    this.#headerLine = line.number
    this.#use({ ...fitted, kind: this.kind })
  }

  /** Reads it as a row, which is reported and left out if it is not a device. */
  #refuseCandidate(rows: RowReading[]): void {
    const line = this.#candidate?.line
    this.#candidate = undefined
    if (line !== undefined) this.#plain(line, rows)
  }

  #say(code: FindingCode, place: { line: number; column: number | null; detail?: string }): void {
    this.#report(this.make(code, place))
  }
}
