/**
 * Values in files that people open in a spreadsheet program, which calculates what looks like a formula.
 *
 * A leading apostrophe makes it text. To make this reversible, a value that begins with apostrophes
 * and then like a formula gets one more; `unguardedCell` removes exactly one.
 */

/** Also the full-width forms, which some programs take for the signs themselves, and what is passed over before one. */
const formula = /^[=+\-@|%\t\r\n\0\uff1d\uff0b\uff0d\uff20]/
const guardable = /^'*[=+\-@|%\t\r\n\0\uff1d\uff0b\uff0d\uff20]/

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
