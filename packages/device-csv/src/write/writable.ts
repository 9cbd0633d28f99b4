/** Whether a row can be written in the strict form and read back as the same row. */

import type { FindingCode } from '../findings/finding.ts'
import { readHash } from '../hash/hash-facts.ts'
import { locateColumns } from '../layout/columns-by-content.ts'
import type { Format } from '../layout/columns-of-format.ts'
import { headerWithin, isDirective } from '../layout/find-layout.ts'
import { guessLine } from '../layout/guess-line.ts'
import { nameOfOtherText } from '../layout/other-text.ts'
import { holdsDevice } from '../reading/no-device.ts'
import { unglued } from '../reading/unglued.ts'
import type { Column, DeviceRow } from '../row.ts'
import { isAnsi } from '../text/ansi.ts'
import { looksLikeIdentifiers, looksLikeSwappedIdentifiers } from '../text/first-line.ts'
import { encodeText } from './write.ts'

/** What the form cannot represent; it also excludes a hash that does not decode. */
export function unwritable(row: DeviceRow, written: readonly Column[]): FindingCode[] {
  const codes = written.flatMap((column) => unwritableIn(row[column] ?? ''))
  if (!written.includes('hardwareHash') || row.hardwareHash === '') return codes
  const reading = readHash(row.hardwareHash)
  return reading.ok ? codes : [...codes, reading.code]
}

const nothing: readonly FindingCode[] = []

function unwritableIn(value: string): readonly FindingCode[] {
  if (value === '' || /^[!#-+\--~]+$/.test(value)) return nothing
  const codes: FindingCode[] = []
  if (/[",]/.test(value)) codes.push(value.includes(',') ? 'comma-in-value' : 'quote-stray')
  return isAnsi(value) ? codes : [...codes, 'character-not-ansi']
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

type Place = {
  readonly format: Format
  readonly written: readonly Column[]
  /** No row is written before it. */
  readonly isFirst: boolean
}

/** Why the line would not be read back as the same row. */
export function misread(row: DeviceRow, line: string, place: Place): readonly FindingCode[] {
  if (!isReadBack(row, line, place)) return ['no-device']
  return isShifted(line, place) ? ['serial-mismatch'] : nothing
}

/** Not as a title, a directive, or in another encoding. */
function isReadBack(row: DeviceRow, line: string, { format, isFirst }: Place): boolean {
  if (line.startsWith('>') || isDirective(line) || headerWithin(line, '') !== undefined)
    return false
  if (isOtherEncoding(line) || unglued(line) !== undefined) return false
  const values = line.split(',')
  if (format !== 'corporate-identifiers') return holdsDevice(row, values, false)
  // The file has no titles, so its first lines must not look like anything else.
  const { separator, known, meaning } = guessLine(line)
  if (separator !== ',' || known > 1 || meaning.includes('hardwareHash')) return false
  if (meaning.includes('deviceLink') || nameOfOtherText([line]) !== undefined) return false
  return !isFirst || (looksLikeIdentifiers(values) && !looksLikeSwappedIdentifiers(values))
}

/** Its hash has another serial number than its cell, but that of another cell: alone, it would be read by other columns. */
function isShifted(line: string, { format, written }: Place): boolean {
  if (format === 'corporate-identifiers') return false
  return locateColumns(written, [line.split(',')]) !== written
}

/** ANSI letters whose bytes are valid UTF-8 would be read as other letters. */
function isOtherEncoding(line: string): boolean {
  if (/^[ -~\t]*$/.test(line)) return false
  try {
    utf8.decode(encodeText(line, 'ansi'))
    return true
  } catch {
    return false
  }
}
