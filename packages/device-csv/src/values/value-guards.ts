/**
 * What programs put around a value, and placeholder words for an empty one.
 *
 * `="X"` and typographic quotation marks cannot be intended; a leading apostrophe can, so it is removed only
 * before what a spreadsheet would calculate, or where the hash of the row proves it.
 */

import { unguardedCell } from 'taxiway-autopilot'

/** Straight and typographic quotation marks, also as UTF-8 read by the wrong code page. */
const opening = /^(?:\\?["'`“”„‟«»‹›‘’‚‛]|â€œ|â€\u009d|â€ž|â€˜|â€™|Â«)+/
const closing = /(?:\\?["'`“”„‟«»‹›‘’‚‛]|â€œ|â€\u009d|â€|â€˜|â€™|Â»)+$/

/** The value inside its guards; the same text when there are none. */
export function withoutGuard(value: string): string {
  const fenced = value.replaceAll(/^```|```$/g, '').trim()
  if (fenced !== value) return withoutGuard(fenced)
  const formula =
    /^=\s*""([^"]+)""$/.exec(value) ??
    /^=\s*"((?:[^"]|"")*)"$/.exec(value) ??
    /^=\s*“([^“”]*)”$/.exec(value)
  if (formula !== null) return (formula[1] ?? '').replaceAll('""', '"').trim()
  if (isExportGuard(value)) return unguardedCell(value)
  if (/^(?:[“”„‟«»‹›"]{2,}|''|``|‘’|\\"\\")$/.test(value)) return ''
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

/** Words of programs, templates and spreadsheets; abbreviations only with the marks that no name has. */
const words = new RegExp(
  `^(?:${[
    String.raw`\(?null\)?`,
    String.raw`\(?none\)?`,
    String.raw`\((?:blank|empty|optional|leer|vide|not set|unassigned|keine?r?|aucune?)\)`,
    String.raw`\[(?:optional|none|empty|blank|group ?tag|(?:assigned ?)?user)[^[\]]*\]`,
    // n/a, n. a., k. A., n. v., n/v, n.v.t., n/d, s/o
    'n ?[./] ?[adv](?: ?[./])?',
    String.raw`n\. ?v\. ?t\.?`,
    String.raw`k\. ?a\.?`,
    'a/n',
    's/o',
    'nil|nan|undefined',
    // How the dumps of MySQL and PostgreSQL write NULL.
    String.raw`\\N`,
    // #N/A, #NV, #BEZUG!, #NAME?, #¡REF!, ########
    '#(?:n/a|n/v|n/d|nv|nd)',
    String.raw`#[¡¿]?[\p{L}/]{2,10}[\d/]*[!?]`,
    '#div/0[!?]',
    '#{2,}',
    String.raw`\?+|[-–—]+`,
    String.raw`<[^<>@]*>|\{[^{}@]*\}`,
  ].join('|')})$`,
  'iu',
)

/** Words for nothing, or for something to be decided, that could be the name of a group all the same: NA is North America. */
const possibleNames =
  /^(?:na|ka|nvt|empty|blank|leer|vide|vacío|vuoto|leeg|keine?r?|ohne|aucune?|ningun[oa]|nessun[oa]|geen|ingen|unassigned|not assigned|nicht zugewiesen|unknown|unbekannt|inconnue?|tbd|tba|to ?do|x{1,3}|\.+|_+|0|false|true|wahr|falsch|vrai|faux|entfällt|entfaellt)$/i

/** The word stands for nothing in a column in which it cannot be a name. */
export function mayMeanNothing(value: string): boolean {
  return value.length <= 64 && possibleNames.test(value)
}

/** Words that programs and templates write for an empty value: NULL, N/A, None, k. A., a dash, `<optional…>`. */
export function meansNothing(value: string, column?: string): boolean {
  if (value.length > 64) return false
  return words.test(value) || (column === 'assignedUser' && mayMeanNothing(value))
}

/** All non-empty cells are placeholders such as `<serialNumber>`: a template row. */
export function isSampleRow(values: readonly string[]): boolean {
  const filled = values.filter((value) => value.trim() !== '')
  return filled.length > 1 && filled.every((value) => /^\s*[<{[].{1,60}[>}\]]\s*$/.test(value))
}
