/** Whether two spellings are the same serial number, and what a spreadsheet may have made of one. */

/** Firmware pads with spaces and people type lower case; neither means another device. */
export function sameSerial(a: string, b: string): boolean {
  return a === b || serialForm(a) === serialForm(b)
}

/** The form in which serial numbers are compared. */
export function serialForm(serial: string): string {
  if (plainSerial.test(serial)) return serial
  return serial.trim().replaceAll(/\s+/g, ' ').toUpperCase()
}

/** Printable, no spaces, no lower case: nearly every serial number. */
const plainSerial = /^[!-`{-~]+$/

const scientific = /^\d(?:[.,]\d+)?E\+\d+$/i
/** Months as western European spreadsheets abbreviate them. */
const month =
  '(?:jan|feb|fév|fev|mar|mär|mrz|mrt|apr|avr|abr|mai|may|maj|mei|mag|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep|sept|set|okt|oct|ott|out|nov|dez|dec|déc|dic|gen|ene)'
const dates = [
  new RegExp(`^${month}\\.?[-./ ]\\d{2,4}$`, 'i'),
  new RegExp(`^\\d{1,2}[-./ ]${month}\\.?(?:[-./ ]\\d{2,4})?$`, 'i'),
  /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: \d.*)?$/,
  /^\d{4}-\d\d-\d\d(?:[ T]\d.*)?$/,
]

export function isScientific(value: string): boolean {
  return scientific.test(value)
}

export function isDate(value: string): boolean {
  return dates.some((date) => date.test(value))
}

/** `shown` is what a spreadsheet makes of `real`: a number rounded or without its zeros, or a date. */
export function isSpreadsheetDamage(shown: string, real: string): boolean {
  if (isScientific(shown)) return true
  if (isDate(shown)) return !isDate(real)
  const digits = withoutGroups(shown)
  if (!/^\d+$/.test(digits) || !/^\d+$/.test(real)) return false
  return digits === real.replace(/^0+/, '') || digits === real || isRounded(digits, real)
}

/** `1.234.567`, `1,234,567` and `1234567.0`. */
function withoutGroups(shown: string): string {
  if (/^\d+[.,]0+$/.test(shown)) return shown.replace(/[.,].*$/, '')
  return /^\d{1,3}([.,'\u00a0 ])\d{3}(?:\1\d{3})*$/.test(shown)
    ? shown.replaceAll(/\D/g, '')
    : shown
}

/** A spreadsheet keeps fifteen digits of a number and replaces the others by zeros. */
function isRounded(shown: string, real: string): boolean {
  const plain = real.replace(/^0+/, '')
  if (shown.length <= 15 || shown.length !== plain.length) return false
  return shown.slice(0, 14) === plain.slice(0, 14) && /^0+$/.test(shown.slice(15))
}
