/** Two rows on one line, because a line end was lost: the hash proves where the second begins. */

import { readHash } from '../hash/hash-facts.ts'
import { looksLikeHash } from '../layout/guess-line.ts'
import type { FieldRecord } from '../text/records.ts'
import { serialForm } from '../values/serial-spelling.ts'

/** What follows a hash that ends inside its cell, without the closing quotation mark. */
export function afterHash(text: string): string {
  const rest = text.replace(/^[\s=]+/, '')
  if (!rest.startsWith('"')) return rest
  // Quotation marks come in pairs, so an odd one at the start belongs to the previous row.
  const marks = rest.split('"').length - 1
  return marks % 2 === 0 ? rest : rest.slice(1).trimStart()
}

/**
 * Where the second row begins in the text of the record, when the last cell of the first row and the serial number of
 * the second share a cell, with or without a space between them.
 */
export function nextRowAt(
  { values, text, fault }: FieldRecord,
  { hashAt, width }: { readonly hashAt: number; readonly width: number },
): number | undefined {
  const next = values.findIndex((value, at) => at > hashAt && looksLikeHash(value))
  const cell = values[width - 1]
  if (next === -1 || fault !== 'none' || next - hashAt !== width - 1 || cell === undefined)
    return undefined
  const hash = values[next]?.trim() ?? ''
  const reading = readHash(hash)
  if (!reading.ok || reading.facts.hasJunkSerial) return undefined
  const { serialNumber } = reading.facts
  const own = cell.trimEnd().slice(-serialNumber.length)
  if (serialForm(own) !== serialForm(serialNumber)) return undefined
  const at = text.lastIndexOf(own, text.lastIndexOf(hash))
  const first = values[hashAt] ?? ''
  return first !== '' && at > text.indexOf(first) ? at : undefined
}
