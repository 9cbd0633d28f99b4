/** Lines among the rows that are not devices: signatures, totals, rulers of query tools, template rows. */
import { isJunkSerial } from 'taxiway-hardware-hash'
import { looksLikeHash } from '../layout/guess-line.ts'
import { columnOfTitle } from '../layout/titles.ts'
import type { DeviceRow } from '../row.ts'
import { isSampleRow, mayMeanNothing, meansNothing } from '../values/value-guards.ts'

/** Letters and digits with at least one digit, no spaces; or a virtual machine's serial number. */
const strict = /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/+-]{2,63}$|^VMware-[0-9a-f -]+$/
/** One word, or words among which there is a digit. */
const lenient = /^[A-Za-z0-9](?:[A-Za-z0-9._/+#-]{0,127}|(?=.*\d)[A-Za-z0-9 ._/+:#-]{0,127})$/
/** How a total under a list begins. */
const total =
  /^(?:grand )?(?:total|sum|count|rows?|records?|devices?|gesamt|summe|anzahl|somme|nombre|totaal|totale)\b[^A-Za-z]*$/i
/** Partners name a device by the 13 digits on its box alone, or by as many as they typed. */
const partnersKey = /^\d{12,14}$|^\d{5}-\d{5}-\d{5}-[A-Z0-9]{5}$/
/** Longer than any serial number that has no other marks. */
const pieceOfHash = /^[A-Za-z0-9+/]{48,}=*$/
const base64 = /^[A-Za-z0-9+/=_-]{100,}$/

/** `isShort`: the line ends before the column of the hash. */
export function holdsDevice(row: DeviceRow, values: readonly string[], isShort: boolean): boolean {
  if (mayBeHash(row.hardwareHash)) return true
  if (isSampleRow(values) || isExplanation(row) || pieceOfHash.test(row.serialNumber)) return false
  const { serialNumber, productKey } = row
  if (serialNumber === '' && partnersKey.test(productKey)) return !isShort
  if (serialNumber === '' || (total.test(serialNumber) && isAlone(values))) return false
  if (isShort) return strict.test(serialNumber)
  if (isJunkSerial(serialNumber)) return true
  if (isHeading(values, row)) return false
  return lenient.test(serialNumber) && columnOfTitle(serialNumber) !== 'serialNumber'
}

/** A word alone in a row of a file with hashes, as a report puts it above each group: no serial number is without a digit. */
const isHeading = (values: readonly string[], { serialNumber }: DeviceRow): boolean =>
  !/\d/.test(serialNumber) && values.filter((value) => value.trim() !== '').length === 1

/** A template's second line says what is to be entered: `required,optional,required`. A damaged hash is longer than a word. */
const isExplanation = ({ serialNumber, hardwareHash }: DeviceRow): boolean =>
  /^\p{L}[\p{L}\d -]{2,30}$/u.test(hardwareHash) &&
  !/\d/.test(serialNumber) &&
  !meansNothing(hardwareHash) &&
  !mayMeanNothing(hardwareHash) &&
  !isJunkSerial(serialNumber)

/** The row has no other values except numbers. */
const isAlone = (values: readonly string[]): boolean =>
  values.slice(1).every((value) => /^\s*\d*\s*$/.test(value))

/** It begins like a hash, or is as long and as varied as one. */
function mayBeHash(text: string): boolean {
  if (/^T0[EFGH]/.test(text) || looksLikeHash(text)) return true
  return base64.test(text) && new Set(text.slice(0, 2000)).size > 3
}
