/** A table that lies on its side: each line has the title of a property and the values of one or more devices. */
import { splitFields } from '../text/fields.ts'
import { looksLikeHash } from './guess-line.ts'
import { columnOfTitle } from './titles.ts'

type Rows = readonly (readonly string[])[]

const separators = ['\t', ',', ';', '|']

/** The titles and a row for each device; undefined for any other text. */
export function transposedTable(lines: readonly string[]): Rows | undefined {
  for (const separator of separators) {
    const found = uprightTable(lines.map((line) => splitFields(line, separator).values))
    if (found !== undefined) return found
  }
  return undefined
}

/** The same of cells. */
export function uprightTable(cells: Rows): Rows | undefined {
  const rows = cells.map((row) => row.map((cell) => cell.trim()))
  const hasHeader = rows.some(
    (row) => row.filter((cell) => columnOfTitle(cell) !== undefined).length > 1,
  )
  if (hasHeader) return undefined
  const named = rows.filter(
    ([title = '', value]) => value !== undefined && columnOfTitle(title) !== undefined,
  )
  const hashes = named.find(([, ...values]) => values.some(looksLikeHash))
  const width = hashes?.length ?? 0
  const columns = new Set(named.map(([title = '']) => columnOfTitle(title)))
  if (columnOfTitle(hashes?.[0] ?? '') !== 'hardwareHash' || columns.size < 2) return undefined
  // Titles that come again begin another device below the first.
  if (columns.size < named.length) return undefined
  if (named.some((row) => row.length > width)) return undefined
  // A row may end early, where the last devices have no value.
  const kept = rows.filter(([, ...values]) => values.some((value) => value !== ''))
  return Array.from({ length: width }, (_, at) => kept.map((row) => row[at] ?? ''))
}
