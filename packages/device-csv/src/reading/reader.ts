/**
 * Turns bytes or text in chunks into device rows: one pass, constant memory, the same result for any chunking.
 *
 * It never refuses a file. Whatever is wrong becomes a finding, and every recognizable row is returned.
 */

import type { FileFacts, ReadOptions } from '../file-facts.ts'
import type { Finding, FindingMaker } from '../findings/finding.ts'
import type { SayAt } from '../findings/say.ts'
import { FirstLines } from '../layout/first-lines.ts'
import type { Layout } from '../layout/layout.ts'
import type { FileKind } from '../row.ts'
import { ChunkReader } from '../text/chunk-reader.ts'
import { type Line, LineReader } from '../text/lines.ts'
import { isBlank } from '../values/row-words.ts'
import type { Positions } from './clean-row.ts'
import { FindingReport } from './finding-report.ts'
import { LaterHeaders } from './later-headers.ts'
import { LayoutRows } from './layout-rows.ts'
import { LineRepairs } from './line-repairs.ts'
import type { RowReading } from './row-mapper.ts'

/** Reads one file, whose bytes or text arrive in pieces; `report` gets each finding as it is found. Throws nothing. */
export class DeviceCsvReader {
  readonly make: FindingMaker
  readonly #chunks: ChunkReader
  readonly #lines = new LineReader()
  readonly #findings: FindingReport
  readonly #say: SayAt
  readonly #first: FirstLines
  readonly #rows: LayoutRows
  readonly #headers: LaterHeaders
  readonly #repairs: LineRepairs
  /** The first header is that of the file, whatever follows among the rows. */
  #firstLayout: Layout | undefined
  /** Filled fields above the rows. */
  #cells = 0
  /** The text is of another kind, and nothing is read from it. */
  #other = false

  constructor(
    report: (finding: Finding) => void,
    { profile = 'intune', fileName = '', isMade = false, encoding }: ReadOptions = {},
  ) {
    this.#chunks = new ChunkReader(encoding)
    this.#findings = new FindingReport(report, { profile, isMade })
    this.make = this.#findings.make
    this.#say = this.#findings.say
    this.#first = new FirstLines(fileName)
    this.#rows = new LayoutRows(this.#say, (line, rows) => this.#line(line, rows), {
      isNamed: encoding !== undefined,
    })
    this.#headers = new LaterHeaders(this.#rows, this.#say, fileName)
    this.#repairs = new LineRepairs(this.#say)
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
    return this.#rows.layout?.kind ?? 'unknown'
  }

  /** Non-empty fields read so far, among the rows and above the header; titles are not counted. */
  get cells(): number {
    return this.#cells + this.#rows.cells
  }

  /** 1-based position of each column, by the latest header; empty until the layout is known. */
  get positions(): Positions {
    return this.#rows.positions
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
    if (this.#rows.layout === undefined && !this.#other) rows.push(...this.#begin())
    if (this.#other) return []
    this.#headers.end(rows)
    this.#rows.flush(rows)
    this.#rows.end()
    for (const [code, detail] of this.#chunks.findings(this.#lines.lineEnding))
      this.#say(code, { line: 0, column: null, ...(detail !== undefined && { detail }) })
    return rows
  }

  #take(lines: readonly Line[]): RowReading[] {
    const rows: RowReading[] = []
    for (const line of lines) {
      if (this.#other) break
      if (this.#rows.layout !== undefined) this.#line(line, rows)
      else if (this.#first.push(line)) rows.push(...this.#begin())
    }
    return rows
  }

  /** Reads the first lines by the layout that they show. */
  #begin(): RowReading[] {
    const { other, first, layout } = this.#first.take((line) => this.#repairs.unglued(line))
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
    this.#rows.use(layout)
    const rows: RowReading[] = []
    first.forEach((line, at) => {
      if (at < layout.start) this.#preamble(line)
      else if (at === layout.start && layout.header !== null) this.#header(line, layout)
      else this.#line(line, rows)
    })
    const known = layout.kind !== 'unknown'
    if (layout.header === null)
      this.#findings.judge(layout, known ? 0 : (first[layout.start]?.number ?? 1))
    return rows
  }

  #preamble(line: Line): void {
    if (isBlank(line.text)) {
      this.#say('blank-line', { line: line.number, column: null })
      return
    }
    this.#cells++
    this.#say('preamble-line', { line: line.number, column: null, detail: line.text.trim() })
  }

  #header(line: Line, layout: Layout): void {
    this.#rows.headerLine = line.number
    if (line.text.includes('"')) this.#rows.quotes(line.number)
    this.#findings.judge(layout, line.number)
  }

  #line(line: Line, rows: RowReading[]): void {
    if (line.tooLong) {
      this.#cells++
      this.#say('line-too-long', { line: line.number, column: null })
      return
    }
    const plain = line.text.startsWith('>') ? this.#repairs.withoutMarks(line) : line
    const parts = this.#repairs.unglued(plain)
    if (parts !== undefined) {
      for (const each of parts) this.#line(each, rows)
      return
    }
    this.#headers.line(plain, rows)
  }
}
