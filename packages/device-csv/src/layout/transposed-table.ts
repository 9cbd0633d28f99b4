/** A table that lies on its side: each line has the title of a property and the values of one or more devices. */
import { splitFields } from '../text/fields.ts'
import { looksLikeHash } from './guess-line.ts'
import { columnOfTitle } from './titles.ts'

const separators = ['\t', ',', ';', '|']

/** The titles and a row for each device; undefined for what is none. */
export function transposedTable(
  lines: readonly string[],
): readonly (readonly string[])[] | undefined {
  for (const separator of separators) {
    const rows = lines.map((line) => splitFields(line, separator).values.map((cell) => cell.trim()))
    if (rows.some((row) => row.filter((cell) => columnOfTitle(cell) !== undefined).length > 1))
      continue
    const named = rows.filter(([title = '', value]) => value !== undefined && columnOfTitle(title))
    const hashes = named.find(([, ...values]) => values.some(looksLikeHash))
    const width = hashes?.length ?? 0
    const columns = new Set(named.map(([title = '']) => columnOfTitle(title)))
    if (columnOfTitle(hashes?.[0] ?? '') !== 'hardwareHash' || columns.size < 2) continue
    // Titles that come again begin another device below the first.
    if (columns.size < named.length) return undefined
    const kept = rows.filter((row) => row.length === width && row[0] !== '')
    return Array.from({ length: width }, (_, at) => kept.map((row) => row[at] ?? ''))
  }
  return undefined
}
