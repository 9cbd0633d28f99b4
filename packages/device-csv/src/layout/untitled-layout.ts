/** Layouts without known titles: the hash, or the form of the values, shows which column is which. */
import { isUserPrincipalName } from 'taxiway-autopilot'
import type { Column } from '../row.ts'
import {
  isOtherTitle,
  looksLikeIdentifiers,
  looksLikeSwappedIdentifiers,
  looksLikeTitles,
  looksLikeWrongHeader,
} from '../text/first-line.ts'
import { isSampleRow } from '../values/value-guards.ts'
import { locateColumns } from './columns-by-content.ts'
import { identifierColumns, intuneColumns } from './columns-of-format.ts'
import type { Guess } from './guess-line.ts'
import type { Layout } from './layout.ts'

export const swappedIdentifiers = ['manufacturer', 'serialNumber', 'model'] as const

/** The values of the lines with a hash and at most `width` values. */
export function rowsOf(guesses: readonly Guess[], width: number): readonly (readonly string[])[] {
  return guesses
    .filter(({ hash, values }) => hash !== -1 && values.length <= width)
    .map(({ values }) => values)
}

/** A hash but no known header: the line above the hash has unknown titles, or there is no header. */
export function withHash(guesses: readonly Guess[], data: number, row: Guess): Layout {
  const rows = headless(guesses, data, row)
  const start = guesses.findLastIndex(
    ({ values }, at) => at < data && values.some((value) => value.trim() !== ''),
  )
  const above = guesses[start]
  if (above === undefined) return rows
  const width = row.values.findLastIndex((value) => value.trim() !== '') + 1
  const isAsWide = above.separator === row.separator && above.values.length >= width
  if (!isAsWide || isSampleRow(above.values) || !looksLikeTitles(above.values)) return rows
  const named = above.meaning.map((column, at) => (at === row.hash ? 'hardwareHash' : column))
  const titled = named.map((column, at) => {
    if (column !== undefined) return named.indexOf(column) === at ? column : undefined
    const isOther = at >= row.hash || isOtherTitle(above.values[at] ?? '')
    const byOrder = isOther ? undefined : byPlace(rows.meaning[at], row.values[at])
    return named.includes(byOrder) ? undefined : byOrder
  })
  const meaning = locateColumns(titled, rowsOf(guesses.slice(data), above.values.length))
  return { ...rows, header: above.values, start, meaning, isUnreadable: true }
}

/** A column of unknown title between serial number and hash may hold the tag. */
function byPlace(column: Column | undefined, value = ''): Column | undefined {
  const mayBeProductId = /^[\d\s."=-]*$|^\d{5}-\d{5}-/.test(value.trim())
  return column === 'productKey' && !mayBeProductId ? undefined : column
}

/** Rows without a header: the hash is recognizable, and the other columns follow Microsoft's order around it. */
function headless(guesses: readonly Guess[], start: number, row: Guess): Layout {
  const { separator, values, hash } = row
  const inOrder =
    hash === 2
      ? values.map((_, index) => intuneColumns[index])
      : values.map((_, index) =>
          index === hash ? 'hardwareHash' : index === 0 ? 'serialNumber' : undefined,
        )
  const rows = rowsOf(guesses.slice(start), values.length)
  const meaning = locateColumns(withUsers(inOrder, rows), rows)
  return { kind: 'intune', separator, header: null, start, meaning }
}

/** What follows the hash is the tag, unless it is a user in every row. */
function withUsers(
  meaning: Layout['meaning'],
  rows: readonly (readonly string[])[],
): Layout['meaning'] {
  const at = meaning.indexOf('groupTag')
  const isOfUsers =
    at === meaning.length - 1 && rows.every((row) => isUserPrincipalName(row[at] ?? ''))
  return at !== -1 && rows.length > 0 && isOfUsers ? meaning.with(at, 'assignedUser') : meaning
}

export function identifiersOrUnknown({ separator, values }: Guess, start: number): Layout {
  const layout = { separator, header: null, start }
  if (looksLikeSwappedIdentifiers(values)) {
    const meaning = swappedIdentifiers
    return { ...layout, kind: 'corporate-identifiers', meaning, swapped: true }
  }
  if (looksLikeIdentifiers(values))
    return { ...layout, kind: 'corporate-identifiers', meaning: identifierColumns }
  const unknown: Layout = { ...layout, kind: 'unknown', meaning: [] }
  return looksLikeWrongHeader(values) ? { ...unknown, isUnreadable: true } : unknown
}
