/**
 * A header and a row on one line, because a line end was lost: the last title and the first value of the row
 * share a cell, or the last value and the first title do, so that the device would be taken for a title.
 */

import { readHash } from '../hash/hash-facts.ts'
import { indexOfHash } from '../layout/guess-line.ts'
import { columnOfTitle, titleWords } from '../layout/titles.ts'
import type { Column } from '../row.ts'
import { separators } from '../text/fields.ts'
import { serialForm } from '../values/serial-spelling.ts'

export type Glued = readonly [first: string, second: string]

const wholeHash = /^T0[EFGH][A-Za-z0-9+/]{3997}/
/** A header begins within the first characters, or ends within the last; and no title is longer. */
const maxStart = 80
const maxEnd = 200
/** Characters of the shortest two titles. */
const minTitles = 'SN,Hash'.length
const maxTitle = 60

/** The two lines in `text`; undefined for any other line. */
export function unglued(text: string): Glued | undefined {
  if (text.length < maxStart) return undefined
  const isHeaderFirst = mayStartWithTitles(text)
  if (!isHeaderFirst && !mayEndWithTitles(text)) return undefined
  const hashAt = indexOfHash(text)
  if (hashAt < 1) return undefined
  const at = isHeaderFirst ? endOfHeader(text, hashAt) : startOfHeader(text, hashAt)
  return at === undefined ? undefined : [text.slice(0, at), text.slice(at)]
}

/** Most rows are skipped because two titles do not fit before their hash. */
function mayStartWithTitles(text: string): boolean {
  const hashAt = text.indexOf('T0')
  return (hashAt === -1 || hashAt >= minTitles) && titleWords.test(text.slice(0, maxStart))
}

/** Most rows end with a hash. */
const mayEndWithTitles = (text: string): boolean =>
  !text.endsWith('AAAA') && titleWords.test(text.slice(-maxEnd))

function endOfHeader(text: string, hashAt: number): number | undefined {
  const serial = serialOf(text.slice(hashAt))
  const cuts = separators.flatMap((separator) => cutsBy(separator, text.slice(0, hashAt), serial))
  return cuts.toSorted((a, b) => b.trust - a.trust)[0]?.at
}

/** Where the titles at the end of `text` begin: all cells from there on are titles, the first one after a value. */
function startOfHeader(text: string, hashAt: number): number | undefined {
  const from = Math.max(hashAt, text.length - maxEnd)
  for (const separator of separators) {
    const cells = text.slice(from).split(separator)
    const columns = cells.map(columnOfTitle)
    const last = columns.lastIndexOf(undefined)
    const cell = cells[last] ?? ''
    const length = titleAtEnd(cell)
    const titles = [columnOfTitle(cell.slice(cell.length - length)), ...columns.slice(last + 1)]
    if (last === -1 || length === 0 || !isHeader(titles)) continue
    return text.length - cells.slice(last + 1).join(separator).length - separator.length - length
  }
  return undefined
}

/** The length of the longest known title at the end of the cell; 0 when there is none. */
function titleAtEnd(cell: string): number {
  for (let length = Math.min(cell.length - 1, maxTitle); length > 1; length--) {
    const title = cell.slice(cell.length - length)
    if (/^["\p{L}]/u.test(title) && columnOfTitle(title) !== undefined) return length
  }
  return 0
}

function serialOf(text: string): string {
  const hash = wholeHash.exec(text)?.[0]
  const reading = hash === undefined ? undefined : readHash(hash)
  return reading?.ok === true ? serialForm(reading.facts.serialNumber) : ''
}

/** `trust`: 2 where the serial number of the hash proves the cut, 1 where a title does, 0 between two cells. */
type Cut = { readonly at: number; readonly trust: 0 | 1 | 2 }

/** Where `start`, everything before the hash, can be cut inside a cell; the first cell and the longest title first. */
function cutsBy(separator: string, start: string, serial: string): readonly Cut[] {
  const seen: (Column | undefined)[] = []
  let at = 0
  return start.split(separator).flatMap((cell) => {
    const before = at
    at += cell.length + separator.length
    const column = columnOfTitle(cell)
    const cuts = column === undefined ? cutsIn(cell, seen, serial) : []
    seen.push(column)
    return cuts.map((cut) => ({ ...cut, at: before + cut.at }))
  })
}

/** A tag may begin with a title, as TAG1 does: beside a cell that is not one, only the serial number proves a cut. */
function cutsIn(
  cell: string,
  before: readonly (Column | undefined)[],
  serial: string,
): readonly Cut[] {
  const hasValues = before.includes(undefined)
  return titleLengths(cell, serial)
    .filter((length) => isHeader([...before, columnOfTitle(cell.slice(0, length))]))
    .map((at) => ({ at, trust: trustIn(cell, at, serial) }))
    .filter(({ trust }) => trust === 2 || !hasValues)
}

function trustIn(cell: string, at: number, serial: string): Cut['trust'] {
  if (isSerial(cell.slice(at), serial)) return 2
  return at > 0 ? 1 : 0
}

/** Possible lengths of the title before a value: that of a known one, or what the serial number in the hash leaves. */
function titleLengths(cell: string, serial: string): readonly number[] {
  const isQuoted = cell.trimStart().startsWith('"')
  const lengths: number[] = []
  for (let length = Math.min(cell.length - 1, maxTitle); length > 0; length--) {
    const title = cell.slice(0, length)
    const ends = isQuoted ? /^\s*"[^"]+"$/.test(title) : /[\p{L}\d)]$/u.test(title)
    if (!ends) continue
    if (columnOfTitle(title) !== undefined || isSerial(cell.slice(length), serial))
      lengths.push(length)
  }
  return [...lengths, 0]
}

const isSerial = (value: string, serial: string): boolean =>
  serial !== '' && serialForm(value.replaceAll('"', '')) === serial

/** Two columns of a device, one of which identifies it. */
const isHeader = (titles: readonly (Column | undefined)[]): boolean =>
  titles.filter((column) => column !== undefined).length > 1 &&
  (titles.includes('serialNumber') || titles.includes('hardwareHash'))
