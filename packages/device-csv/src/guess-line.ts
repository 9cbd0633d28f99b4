/** What one line can be, by each separator: titles, a row with a hash, or neither. */
import { separators, splitFields } from './fields.ts'
import type { Column } from './row.ts'
import { columnOfTitle } from './titles.ts'

export type Guess = {
  readonly separator: string
  readonly values: readonly string[]
  /** The columns that the values name, read as titles. */
  readonly meaning: readonly (Column | undefined)[]
  readonly known: number
  /** Index of a value that begins as a hash does, -1 when there is none. */
  readonly hash: number
}

/** Base64 of an OA3 hash begins with these letters, encoded once or twice; 80 characters are more than any serial number has. */
const hashStart = /^[\s"'=“„‘>]*(?:T0[EFGH]|VDB[FGHI])[A-Za-z0-9+/\s_%&;#\\-]{77}/

export const looksLikeHash = (value: string): boolean => value.length >= 80 && hashStart.test(value)

const startOfHash = /T0[EFGH][A-Za-z0-9+/ %]{77}|VDB[FGHI][A-Za-z0-9+/ %]{76}/

/** Where a hash begins in `text`, -1 when there is none. */
export const indexOfHash = (text: string): number => text.search(startOfHash)

/** A hash begins inside it, or it is a piece of one: as long as no title without blanks, and not written as words are. */
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
  // What has a hash in the middle of a value is no header, and this separator does not divide it.
  const isTorn = values.some((value) => !looksLikeHash(value) && holdsPiece(value))
  const meaning = values.map((value) => (isTorn ? undefined : columnOfTitle(value)))
  const known = meaning.filter((column) => column !== undefined).length
  return { separator, values, meaning, known, hash: values.findIndex(looksLikeHash) }
}

/** A whole line in quotation marks is one value that holds all the others. */
function valuesOf(line: string, separator: string): readonly string[] {
  const { values } = splitFields(line, separator)
  const [only = ''] = values
  const isWholeLine =
    values.length === 1 && line.trimStart().startsWith('"') && only.includes(separator)
  return isWholeLine ? splitFields(only, separator).values : values
}

/** Pipes and runs of blanks are common in plain text, so they count only with titles or a hash between them. */
function weight({ known, hash, values, separator }: Guess): number {
  const rare = separator === '|' || separator === '  '
  if (rare && known < 2 && hash === -1) return -1
  return known * 100 + (hash === -1 ? 0 : 50) + values.length
}

/** The line without what nobody sees and what a mail program puts before what it quotes. */
export function plainLine(line: string): string {
  return line
    .replaceAll('\u0000', '')
    .replace(/^\ufeff/, '')
    .replace(/^(?:> ?)+/, '')
}
