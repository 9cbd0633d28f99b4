/** What one line may be with each separator: titles, a row with a hash, or neither. */

import type { Column } from '../row.ts'
import { insideMarks, separators, splitFields } from '../text/fields.ts'
import { columnOfTitle } from './titles.ts'

export type Guess = {
  readonly separator: string
  readonly values: readonly string[]
  /** The columns that the values name if read as titles. */
  readonly meaning: readonly (Column | undefined)[]
  readonly known: number
  /** Index of a value that begins like a hash, -1 when there is none. */
  readonly hash: number
}

/** Base64 of an OA3 hash begins with these letters, encoded once or twice; no serial number has 80 characters. */
const hashStart = /^[\s"'=“„‘>\\]*(?:T0[EFGH]|VDB[FGHI])[A-Za-z0-9+/\s_%&;#\\-]{77}/

export const looksLikeHash = (value: string): boolean => value.length >= 80 && hashStart.test(value)

const startOfHash = /T0[EFGH][A-Za-z0-9+/ %]{77}|VDB[FGHI][A-Za-z0-9+/ %]{76}/

/** Where a hash begins in `text`, -1 when there is none. */
export const indexOfHash = (text: string): number => text.search(startOfHash)

/** A hash begins inside it, or it is a piece of one: longer than any title without spaces, and not a word. */
const holdsPiece = (value: string): boolean =>
  indexOfHash(value) !== -1 ||
  (/^[A-Za-z0-9+/]{32,}={0,2}$/.test(value) && (/[\d+/]/.test(value) || !/[a-z]/.test(value)))

export function guessLine(line: string): Guess {
  const candidates = separators
    .filter((separator) => separator === ',' || line.includes(separator))
    .map((separator) => guessBy(separator, line))
  return candidates.reduce((best, next) => (weight(next) > weight(best) ? next : best))
}

function guessBy(separator: string, line: string): Guess {
  const values = valuesOf(line, separator)
  // A line with a hash in the middle of a value is not a header, and this separator does not split it.
  const isTorn = values.some((value) => !looksLikeHash(value) && holdsPiece(value))
  const meaning = values.map((value) => (isTorn ? undefined : columnOfTitle(value)))
  const known = meaning.filter((column) => column !== undefined).length
  return { separator, values, meaning, known, hash: values.findIndex(looksLikeHash) }
}

/** A whole line in quotation marks is one value that contains all others, and the columns after it are empty. */
function valuesOf(line: string, separator: string): readonly string[] {
  const { values } = splitFields(line, separator)
  const inner = insideMarks(line)
  return inner?.includes(separator) ? splitFields(inner, separator).values : values
}

const usual: ReadonlySet<string> = new Set([',', ';', '\t'])

/** All but the usual separators are common in plain text, so they count only with titles or a hash between them. */
function weight({ known, hash, values, separator }: Guess): number {
  if (!usual.has(separator) && known < 2 && hash === -1) return -1
  return known * 100 + (hash === -1 ? 0 : 50) + values.length
}

/** The line without invisible characters and a mail program's quote marks. */
export function plainLine(line: string): string {
  return line
    .replaceAll('\u0000', '')
    .replace(/^\ufeff/, '')
    .replace(/^(?:> ?)+/, '')
}
