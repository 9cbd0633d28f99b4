/**
 * Splits a row that its file's separator does not split correctly by the separator it was written with: files are
 * concatenated, saved by a spreadsheet with another locale, or quoted line by line.
 */

import { readHash } from '../hash/hash-facts.ts'
import { isWhole, repairHash } from '../hash/repair-hash.ts'
import { looksLikeHash } from '../layout/guess-line.ts'
import type { Layout } from '../layout/layout.ts'
import { type Fields, insideMarks, separators, splitFields } from '../text/fields.ts'
import { serialForm } from '../values/serial-spelling.ts'

export type Resplit = Fields & { readonly separator: string }

/** Undefined when no other separator puts a hash where the header has it. */
export function resplit(text: string, layout: Layout): Resplit | undefined {
  const hashAt = layout.meaning.indexOf('hardwareHash')
  if (hashAt === -1) return undefined
  const fits = ({ values }: Fields): boolean =>
    values.length === layout.meaning.length && looksLikeHash(values[hashAt] ?? '')
  for (const line of [text, insideMarks(text)]) {
    if (line === undefined) continue
    for (const separator of separators) {
      const fields = splitFields(line, separator)
      if (fits(fields)) return { ...fields, separator }
    }
  }
  return aligned(text, layout, hashAt)
}

/** Columns aligned with spaces: an empty one leaves no trace, so only the content can show which is which. */
function aligned(text: string, layout: Layout, hashAt: number): Resplit | undefined {
  const fields = splitFields(text, '  ')
  const found = fields.values.findIndex(looksLikeHash)
  const serialAt = layout.meaning.indexOf('serialNumber')
  if (found === -1 || serialAt === -1) return undefined
  const reading = readHash(fields.values[found] ?? '')
  if (!reading.ok) return undefined
  const wanted = serialForm(reading.facts.serialNumber)
  const serial = fields.values.findIndex((value) => serialForm(value) === wanted)
  if (fields.values.some((value, at) => at !== found && at !== serial && value !== ''))
    return undefined
  const values = layout.meaning.map((_, at) => {
    if (at === hashAt) return fields.values[found] ?? ''
    return at === serialAt && serial !== -1 ? (fields.values[serial] ?? '') : ''
  })
  return { ...fields, values, separator: '  ' }
}

const part = /^[A-Za-z0-9+/=_\s-]+$/
const maxPieces = 200

/**
 * The values with a hash that is split over several cells joined; undefined unless its digest proves it. Where the header
 * has a column for each piece, the others stay empty, so that what follows stays under its title.
 */
export function joinedPieces(
  values: readonly string[],
  hashAt: number,
  width: number,
): readonly string[] | undefined {
  const first = values[hashAt] ?? ''
  if (first.length >= 4000 || !looksLikeHash(first)) return undefined
  let joined = first.trim()
  const last = Math.min(values.length, hashAt + maxPieces) - 1
  for (let at = hashAt + 1; at <= last; at++) {
    const next = (values[at] ?? '').trim()
    if (!part.test(next)) return undefined
    joined += next
    if (isProved(joined, at === last)) {
      const empty = values.length <= width ? at - hashAt : 0
      return [...values.slice(0, hashAt), joined, ...blanks(empty), ...values.slice(at + 1)]
    }
  }
  return undefined
}

const blanks = (count: number): readonly string[] => Array.from({ length: count }, () => '')

const isProved = (text: string, isLast: boolean): boolean =>
  isWhole(text) || (isLast && repairHash(text) !== null)
