/** Cells of a sheet as texts, as a person sees them in a spreadsheet program. */
import type { CellObject } from '@e965/xlsx'

/** The reader of spreadsheets, which is loaded with the first of them. */
export type SheetLibrary = typeof import('@e965/xlsx')

export function valuesOf(row: readonly (CellObject | undefined)[], xlsx: SheetLibrary): string[] {
  const values: string[] = []
  row.forEach((cell, c) => {
    const value = cell === undefined ? '' : textOf(cell, xlsx)
    if (value === '') return
    while (values.length < c) values.push('')
    values[c] = value
  })
  return values
}

/** Programs that write formulas without calculating them store no result, or a zero. */
export function isUncalculated(cell: CellObject | undefined): boolean {
  const { f, v } = cell ?? {}
  return f !== undefined && (v === undefined || v === '' || v === 0)
}

/** `[other.xlsx]Sheet1!A1`, with the name or the number of the other file; the same in OpenDocument; and web services. */
const links =
  /'[^']*\[(?!\.)[^\]]+\][^']*'!|\[(?!\.)[^\]]+\][\w.]*!|'(?:file|https?):[^']*'#|\bWEBSERVICE\(/i

export function isLinked(cell: CellObject | undefined): boolean {
  return cell?.f !== undefined && links.test(cell.f)
}

function textOf(cell: CellObject, xlsx: SheetLibrary): string {
  const { t, v, w } = cell
  if (v === undefined || v === null) return ''
  if (t === 'n' && typeof v === 'number') return numberText(cell, v, xlsx)
  if (t === 'b') return v === true ? 'TRUE' : 'FALSE'
  if (t === 'e') return w ?? '#N/A'
  return typeof v === 'string' ? v : (w ?? String(v))
}

/** `BER-042` or `50%`, by a format that adds them to the number; an exponent is not a word. */
const hasWords = /%|\p{L}{2}|^(?!\s*[-+]?[\d.,]+E[-+]?\d+\s*$).*\p{L}/u

/** All digits in the file, without an exponent; as displayed for dates, leading zeros and words of a format. */
function numberText({ w = '', z }: CellObject, value: number, { SSF }: SheetLibrary): string {
  if (z !== undefined && SSF.is_date(String(z))) return w
  if ((/^\d+$/.test(w) && Number(w) === value) || hasWords.test(w)) return w
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

export function place(row: number, column: number): string {
  return `${lettersOf(column)}${row + 1}`
}

export function lettersOf(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}
