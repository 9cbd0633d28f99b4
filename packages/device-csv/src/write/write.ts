/**
 * Writes rows to a file. The default is the strictest form that any importer requires: ANSI, CR LF, exact titles,
 * no quotation marks; a value that this form cannot represent is an error and not a silent change.
 */

import { columnsOfPlan, type Format } from '../layout/columns-of-format.ts'
import { type Column, type DeviceRow, titles } from '../row.ts'
import { ansiByteOf } from '../text/ansi.ts'

export type WriteOptions = {
  /** Which file to write; `intune` when absent. */
  readonly format?: Format
  /** The columns; absent: three for Intune, plus tag and user if any row has them. */
  readonly columns?: readonly Column[]
  /** `ansi` when absent. */
  readonly encoding?: 'ansi' | 'utf-8' | 'utf-8-bom' | 'utf-16le'
  /** Quotes a value that needs it instead of refusing it. */
  readonly quote?: boolean
}

/** The columns of a file of this format for these rows. */
export function columnsFor(
  rows: Iterable<DeviceRow>,
  format: WriteOptions['format'] = 'intune',
): readonly Column[] {
  const needs = { hasGroupTag: false, hasUser: false }
  for (const { groupTag, assignedUser } of rows) {
    needs.hasGroupTag ||= groupTag !== ''
    needs.hasUser ||= assignedUser !== ''
  }
  return columnsOfPlan(needs, format)
}

/** The header line without its line end; '' for a format that has none. */
export function headerLine(format: WriteOptions['format'], written: readonly Column[]): string {
  return format === 'corporate-identifiers' ? '' : written.map((column) => titles[column]).join(',')
}

/** One row without its line end. Throws a RangeError for a value that the form cannot represent, unless `quote` is set. */
export function rowLine(row: DeviceRow, written: readonly Column[], quote = false): string {
  return written
    .map((column) => field(row[column] ?? '', { column, line: row.line, quote }))
    .join(',')
}

/** The whole file in memory; for large files write `headerLine` and `rowLine` one by one. */
export function writeDeviceCsv(rows: readonly DeviceRow[], options: WriteOptions = {}): Uint8Array {
  const { format = 'intune', encoding = 'ansi', quote = false } = options
  const written = options.columns ?? columnsFor(rows, format)
  const header = headerLine(format, written)
  const lines = rows.map((row) => rowLine(row, written, quote))
  const text = [...(header === '' ? [] : [header]), ...lines].map((line) => `${line}\r\n`).join('')
  return encodeText(text, encoding)
}

/** Throws `RangeError` for a character that ANSI (Windows-1252) does not have. */
export function encodeText(
  text: string,
  encoding: NonNullable<WriteOptions['encoding']>,
): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  if (encoding === 'utf-8-bom') return new TextEncoder().encode(`\ufeff${text}`)
  return encoding === 'ansi' ? encodeAnsi(text) : encodeUtf16(`\ufeff${text}`)
}

function encodeAnsi(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const byte = code < 0x80 ? code : ansiByteOf(text[i] ?? '')
    if (byte === undefined)
      throw new RangeError(`ANSI has no character for ${JSON.stringify(text[i])}`)
    bytes[i] = byte
  }
  return bytes
}

function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    bytes[2 * i] = code & 0xff
    bytes[2 * i + 1] = code >> 8
  }
  return bytes
}

function field(value: string, at: { column: Column; line: number; quote: boolean }): string {
  if (!/[",\r\n]/.test(value)) return value
  if (at.quote) return `"${value.replaceAll('"', '""')}"`
  throw new RangeError(
    `line ${at.line}: the ${titles[at.column]} contains a comma, quotation mark or line break, which an unquoted file cannot represent`,
  )
}
