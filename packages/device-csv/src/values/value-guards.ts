/**
 * What programs put around a value, and placeholder words for an empty one.
 *
 * `="X"` and typographic quotation marks cannot be intended; a leading apostrophe can, so it is removed only
 * before what a spreadsheet would calculate, or where the hash of the row proves it.
 */

import { unguardedCell } from 'taxiway-autopilot'

/** Straight and typographic quotation marks, also as UTF-8 read by the wrong code page. */
const opening = /^(?:["'`“”„‟«»‹›‘’‚‛]|â€œ|â€\u009d|â€ž|â€˜|â€™|Â«)+/
const closing = /(?:["'`“”„‟«»‹›‘’‚‛]|â€œ|â€\u009d|â€|â€˜|â€™|Â»)+$/

/** The value inside its guards; the same text when there are none. */
export function withoutGuard(value: string): string {
  const formula =
    /^=\s*""([^"]+)""$/.exec(value) ??
    /^=\s*"((?:[^"]|"")*)"$/.exec(value) ??
    /^=\s*“([^“”]*)”$/.exec(value)
  if (formula !== null) return (formula[1] ?? '').replaceAll('""', '"').trim()
  if (isExportGuard(value)) return unguardedCell(value)
  if (/^(?:[“”„‟«»‹›"]{2,}|''|``|‘’)$/.test(value)) return ''
  const inner = value.replace(opening, '')
  if (inner === value || inner.replace(closing, '') === inner) return value
  return inner.replace(closing, '').trim()
}

/** An apostrophe that an export has put before a value that a spreadsheet would calculate. */
function isExportGuard(value: string): boolean {
  return unguardedCell(value) !== value
}

const apostrophes = "'’‘`"

/** The value without the apostrophe that marks text in a spreadsheet; the same text when it has none. */
export function withoutApostrophe(value: string): string {
  return apostrophes.includes(value.charAt(0)) && value !== '' ? value.slice(1).trim() : value
}

/** The value without a label that was typed or scanned before the serial number: `S/N: PE0VG8PF`. */
export function withoutLabel(value: string): string {
  return value.replace(
    /^(?:s\/?n|ser(?:ial)?\b(?: ?(?:number|num|no|nr)\b\.?)?|service ?tag|seriennummer)\s*[:#=.]?\s*(?=[A-Za-z0-9])/i,
    '',
  )
}

const words =
  /^(?:\(?null\)?|n[./]?a\.?|\(?none\)?|\((?:blank|empty|optional|leer|vide)\)|\[(?:optional|none|empty|blank|group ?tag|(?:assigned ?)?user)[^[\]]*\]|#n\/a|#(?:ref|value|name|null|div\/0)[!?]|nil|nan|undefined|\?+|[-–—]+|<[^<>]*>|\{[^{}]*\})$/i

/** Words that programs and templates write for an empty value: NULL, N/A, None, a dash, `<optional…>`. */
export function meansNothing(value: string): boolean {
  return value.length <= 64 && words.test(value)
}

/** All non-empty cells are placeholders such as `<serialNumber>`: a template row. */
export function isSampleRow(values: readonly string[]): boolean {
  const filled = values.filter((value) => value.trim() !== '')
  return filled.length > 1 && filled.every((value) => /^\s*[<{[].{1,60}[>}\]]\s*$/.test(value))
}
