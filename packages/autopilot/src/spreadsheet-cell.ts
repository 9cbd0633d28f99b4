/**
 * Values in files that people open in a spreadsheet program, which calculates what looks like a formula.
 *
 * A leading apostrophe makes it text. To make this reversible, a value that begins with apostrophes
 * and then like a formula gets one more; `unguardedCell` removes exactly one.
 */

/** In full width and small form too, which some programs take for the signs themselves. */
const sign = '[=+\\-@|%\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]'
/** What a program may pass over before one: blanks of all kinds, controls, and what nobody sees. */
const passedOver = '[\\s\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}]*'
const start = `(?:${passedOver}${sign}|[\\t\\r\\n\\0])`
const formula = new RegExp(`^${start}`, 'u')
const guardable = new RegExp(`^'*${start}`, 'u')

/** The sign by which a spreadsheet program may take the text for a formula; undefined if there is none. */
export function formulaSign(text: string): string | undefined {
  return formula.exec(text)?.[0].slice(-1)
}

/** Whether a spreadsheet program may calculate the text. */
export function startsFormula(text: string): boolean {
  return formula.test(text)
}

export function guardedCell(text: string): string {
  return guardable.test(text) ? `'${text}` : text
}

/** The value that `guardedCell` was given. */
export function unguardedCell(text: string): string {
  return text.startsWith("'") && guardable.test(text.slice(1)) ? text.slice(1) : text
}

/** The cell for a CSV, in quotation marks where they are needed to keep it as it is. */
export function csvCell(text: string): string {
  return /[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
