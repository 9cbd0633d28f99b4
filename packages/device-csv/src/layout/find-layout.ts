/**
 * The first lines decide what a file is: its separator, whether it has a header, what each column means.
 *
 * A header is trusted when the rows below it fit; columns are recognized by content first, since a hash
 * decodes and a serial number equals that in the hash, whatever their titles say.
 */

import type { Column } from '../row.ts'
import { splitFields } from '../text/fields.ts'
import { looksLikeSwappedIdentifiers } from '../text/first-line.ts'
import { isSampleRow } from '../values/value-guards.ts'
import { locateColumns } from './columns-by-content.ts'
import { identifierColumns } from './columns-of-format.ts'
import { kindOf } from './file-kind.ts'
import { type Guess, guessLine, looksLikeHash, plainLine } from './guess-line.ts'
import type { Layout } from './layout.ts'
import { titleWords } from './titles.ts'
import { identifiersOrUnknown, rowsOf, swappedIdentifiers, withHash } from './untitled-layout.ts'

/** More lines than these are never needed, and fewer when they are as long as device rows. */
export const linesForLayout = 20
export const rowsForLayout = 5
const longLine = 1000

/** Whether these lines are enough to decide the layout. */
export function isEnough(lines: readonly string[]): boolean {
  if (lines.length >= linesForLayout) return true
  return lines.filter((line) => line.length > longLine).length >= rowsForLayout
}

/** The layout that the first lines show; undefined when all are blank. `fileName` may help; '' when unknown. */
export function findLayout(lines: readonly string[], fileName: string): Layout | undefined {
  if (lines.every((line) => line === '')) return undefined
  const guesses = lines.map((line) => guessLine(plainLine(line)))
  const data = guesses.findIndex((each) => each.hash !== -1)
  const header = headerAmong(guesses, data)
  if (header !== -1) return headed(guesses, header, fileName)
  const row = guesses[data]
  if (row !== undefined) return withHash(guesses, data, row)
  const first = lines.findIndex(
    (line, index) =>
      plainLine(line).trim() !== '' &&
      !isDirective(plainLine(line)) &&
      guesses[index] !== undefined,
  )
  const only = guesses[first]
  return only === undefined ? undefined : identifiersOrUnknown(only, first)
}

/** The line before the first hash that names the most columns; -1 when none names two of them or the hash. */
function headerAmong(guesses: readonly Guess[], data: number): number {
  const before = data === -1 ? guesses : guesses.slice(0, data)
  let best = -1
  before.forEach(({ known, meaning, values }, at) => {
    if ((known < 2 && !meaning.some(isIdentifying)) || isSampleRow(values)) return
    if (known > (guesses[best]?.known ?? 0)) best = at
  })
  return best
}

/** A piece of a hash or a user: no title has it, but the end of a row to which a header is glued does. */
const valueWithin = /[A-Za-z0-9+/]{40}|\w@\w/

/** The layout of a header among the rows, as in concatenated files; undefined for a row. */
export function headerWithin(line: string, fileName: string): Layout | undefined {
  if (line.length > longLine || !titleWords.test(line) || valueWithin.test(line)) return undefined
  const layout = findLayout([line], fileName)
  return layout === undefined || layout.header === null ? undefined : layout
}

/**
 * `layout`, its columns located by `line`; undefined where `line` cannot be a row below that header: it has more values,
 * or no hash in the right place.
 */
export function fittedLayout(layout: Layout, line: string): Layout | undefined {
  const { meaning, separator } = layout
  const { values } = splitFields(plainLine(line), separator)
  const used = values.findLastIndex((value) => value.trim() !== '') + 1
  const hashAt = meaning.indexOf('hardwareHash')
  const fits = used <= meaning.length && hashAt !== -1 && looksLikeHash(values[hashAt] ?? '')
  return fits ? { ...layout, meaning: locateColumns(meaning, [values]) } : undefined
}

/** `sep=;` of a spreadsheet and the `#TYPE` line of PowerShell's Export-Csv. */
export function isDirective(line: string): boolean {
  return /^"?(?:sep=|#TYPE )/i.test(line)
}

/** One of these titles alone makes a line a header. */
const isIdentifying = (column: Column | undefined): boolean =>
  column === 'hardwareHash' || column === 'deviceLink'

function headed(guesses: readonly Guess[], start: number, fileName: string): Layout | undefined {
  const guessed = guesses[start]
  if (guessed === undefined) return undefined
  const { separator, values } = guessed
  const seen = new Set<Column>()
  const titled = guessed.meaning.map((column) => {
    if (column === undefined || seen.has(column)) return undefined
    seen.add(column)
    return column
  })
  const meaning = locateColumns(titled, rowsOf(guesses.slice(start + 1), values.length))
  const has = new Set(meaning.filter((column) => column !== undefined))
  const kind = kindOf(values, has, fileName)
  const layout = { kind, separator, header: values, start, meaning }
  if (kind === 'unknown') return { ...layout, isUnreadable: true }
  const below = guesses.slice(start + 1).filter((each) => each.values.length === 3)
  return kind === 'corporate-identifiers' && areSwapped(below, meaning)
    ? { ...layout, meaning: swappedIdentifiers, swapped: true }
    : layout
}

/** Every row below the titles manufacturer, model and serial number has the last two swapped. */
function areSwapped(rows: readonly Guess[], meaning: Layout['meaning']): boolean {
  const isUsual = identifierColumns.every((column, at) => meaning[at] === column)
  return (
    isUsual && rows.length > 0 && rows.every(({ values }) => looksLikeSwappedIdentifiers(values))
  )
}
