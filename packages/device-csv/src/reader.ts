/**
 * Bytes or text in chunks to device rows: one pass, constant memory, the same result however it was cut.
 *
 * It never refuses a file. Whatever is wrong becomes a finding, and a row is given wherever one can be told.
 */
import { ByteReader, type Encoding } from './encoding.ts'
import { type Finding, type FindingCode, type FindingMaker, findingsFor } from './finding.ts'
import { judgeLayout } from './judge-layout.ts'
import { findLayout, headerWithin, type Layout, linesForLayout, sameLayout } from './layout.ts'
import { type Line, type LineEnding, LineReader } from './lines.ts'
import { RecordReader } from './records.ts'
import type { FileKind, Profile } from './row.ts'
import { type Positions, RowMapper, type RowReading } from './row-mapper.ts'

export type ReadOptions = {
  /** Whose rules grade the findings; `intune` when absent. */
  readonly profile?: Profile
  /** The file's name, which helps to recognise `*.devicelink.csv`. */
  readonly fileName?: string
}

/** What is known of the file as a whole; final once the reader has ended. */
export type FileFacts = {
  readonly kind: FileKind
  readonly encoding: Encoding
  readonly bom: boolean
  readonly lineEnding: LineEnding
  readonly separator: string
  /** Titles as written; null when the file has no header. */
  readonly header: readonly string[] | null
}

export class DeviceCsvReader {
  readonly make: FindingMaker
  readonly #profile: Profile
  readonly #fileName: string
  readonly #bytes = new ByteReader()
  readonly #lines = new LineReader()
  readonly #report: (finding: Finding) => void
  #first: Line[] = []
  #layout: Layout | undefined
  /** The header that stands first is that of the file, whatever follows among the rows. */
  #firstLayout: Layout | undefined
  #records = new RecordReader(',', -1)
  #mapper: RowMapper | undefined
  #text = false
  #textBom = false

  constructor(
    report: (finding: Finding) => void,
    { profile = 'intune', fileName = '' }: ReadOptions = {},
  ) {
    this.#report = report
    this.#profile = profile
    this.#fileName = fileName
    this.make = findingsFor(profile)
  }

  get facts(): FileFacts {
    return {
      kind: this.kind,
      encoding: this.#text ? 'utf-8' : this.#bytes.encoding,
      bom: this.#text ? this.#textBom : this.#bytes.bom,
      lineEnding: this.#lines.lineEnding,
      separator: this.#firstLayout?.separator ?? ',',
      header: this.#firstLayout?.header ?? null,
    }
  }

  /** Settled before the first row is given; `unknown` until then. */
  get kind(): FileKind {
    return this.#layout?.kind ?? 'unknown'
  }

  /** 1-based position of each column, by the latest header; empty until the layout is known. */
  get positions(): Positions {
    return this.#mapper?.positions ?? new Map()
  }

  /** Takes the next chunk of the file; gives the rows that are complete now. */
  push(chunk: Uint8Array | string): RowReading[] {
    if (typeof chunk === 'string') return this.#read(this.#asText(chunk))
    return this.#read(this.#bytes.push(chunk))
  }

  /** Says what only the whole file can tell, and gives the last rows. */
  end(): RowReading[] {
    const rest = this.#text ? '' : this.#bytes.end()
    const { binary } = this.#bytes
    if (binary !== undefined) {
      this.#say('not-text', { line: 0, column: null, detail: binary })
      return []
    }
    const rows = this.#take([...this.#lines.push(rest), ...this.#lines.end()])
    if (this.#layout === undefined) rows.push(...this.#begin())
    for (const record of this.#records.end()) this.#mapper?.map(record, rows)
    this.#closing()
    return rows
  }

  #asText(chunk: string): string {
    if (this.#text || !chunk.startsWith('\ufeff')) {
      this.#text = true
      return chunk
    }
    this.#text = true
    this.#textBom = true
    return chunk.slice(1)
  }

  #read(text: string): RowReading[] {
    return this.#take(this.#lines.push(text))
  }

  #take(lines: readonly Line[]): RowReading[] {
    const rows: RowReading[] = []
    for (const line of lines) {
      if (this.#layout !== undefined) this.#line(line, rows)
      else {
        this.#first.push(line)
        if (this.#first.length >= linesForLayout || line.text.length > 1000)
          rows.push(...this.#begin())
      }
    }
    return rows
  }

  /** Settles the layout from the first lines, then reads them again as what they are. */
  #begin(): RowReading[] {
    const first = this.#first
    const layout = findLayout(
      first.map((line) => line.text),
      this.#fileName,
    )
    this.#first = []
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
    this.#mapper = new RowMapper(layout, (code, place) => this.#say(code, place))
    this.#records = new RecordReader(layout.separator, layout.meaning.indexOf('hardwareHash'))
  }

  #preamble(line: Line): void {
    const blank = line.text.trim() === ''
    if (blank) this.#say('blank-line', { line: line.number, column: null })
    else this.#say('preamble-line', { line: line.number, column: null, detail: line.text })
  }

  #header(line: Line, layout: Layout): void {
    if (line.text.includes('"')) this.#mapper?.quotes(line.number)
    this.#judge(layout, line.number)
  }

  #judge(layout: Layout, line: number): void {
    for (const each of judgeLayout(layout, line, { make: this.make, profile: this.#profile }))
      this.#report(each)
  }

  #line(line: Line, rows: RowReading[]): void {
    if (line.tooLong) {
      this.#say('line-too-long', { line: line.number, column: null })
      return
    }
    const header = headerWithin(line.text, this.#fileName)
    if (header !== undefined) this.#another(header, line.number, rows)
    else for (const record of this.#records.push(line)) this.#mapper?.map(record, rows)
  }

  /** A header among the rows: what follows is read by it, so that glued files cannot put values under wrong titles. */
  #another(header: Layout, line: number, rows: RowReading[]): void {
    for (const record of this.#records.end()) this.#mapper?.map(record, rows)
    const same = this.#layout !== undefined && sameLayout(header, this.#layout)
    this.#say(same ? 'header-repeated' : 'header-changed', { line, column: null })
    if (!same) this.#use({ ...header, kind: this.kind })
  }

  #closing(): void {
    const { encoding, bom, lineEnding } = this.facts
    const file = { line: 0, column: null }
    if (encoding.startsWith('utf') && !this.#text) {
      this.#say('encoding-unicode', {
        ...file,
        detail: `${encoding.toUpperCase()}${bom ? ' with byte order mark' : ''}`,
      })
    }
    if (this.#bytes.mixed) this.#say('encoding-mixed', file)
    if (lineEnding === 'mixed') this.#say('line-ending-mixed', file)
    if (lineEnding === 'cr') this.#say('line-ending-cr', file)
  }

  #say(code: FindingCode, place: { line: number; column: number | null; detail?: string }): void {
    this.#report(this.make(code, place))
  }
}
