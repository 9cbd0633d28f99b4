/** Two rows on one line, for the line end between them is lost: where the second begins, as its hash proves. */
import { looksLikeHash } from './guess-line.ts'
import { readHash } from './hash-facts.ts'
import type { FieldRecord } from './records.ts'
import { serialForm } from './serial-spelling.ts'

/** What follows a hash that ends inside its cell, without the quotation mark that closes the hash. */
export function afterHash(text: string): string {
  const rest = text.replace(/^[\s=]+/, '')
  if (!rest.startsWith('"')) return rest
  // The marks of a row come in pairs, so an odd one in front belongs to the row before.
  const marks = rest.split('"').length - 1
  return marks % 2 === 0 ? rest : rest.slice(1).trimStart()
}

/**
 * Where the second row begins in the text of the record, when the last cell of the first row and the serial number of
 * the second stand in one cell, with or without a blank between them.
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
  const at = text.lastIndexOf(own, text.indexOf(hash))
  return at === -1 ? undefined : at
}
