/**
 * Converts a row of one kind of file to another. What the target needs and the row lacks is taken from the
 * row's own hash and nowhere else; a row that still lacks it is refused with the reason.
 */
import type { FindingCode } from '../findings/finding.ts'
import { readHash } from '../hash/hash-facts.ts'
import type { DeviceRow, Profile } from '../row.ts'

export type ConvertTarget = Exclude<Profile, 'intune-lenient'> | 'corporate-identifiers'

export type ConvertedRow =
  | {
      readonly ok: true
      readonly row: DeviceRow
      /** The columns that were filled from the hash. */
      readonly derived: readonly ('serialNumber' | 'manufacturer' | 'model' | 'productKey')[]
      /** Periods or commas were removed from an identifier, which must not contain them. */
      readonly simplified: boolean
    }
  | { readonly ok: false; readonly code: FindingCode }

/** A row for `target`, or the code of the finding that says why it cannot be one. */
export function convertRow(row: DeviceRow, target: ConvertTarget): ConvertedRow {
  if (target === 'intune') {
    if (row.hardwareHash === '') return { ok: false, code: 'hash-missing' }
    return withDerived(row, ['serialNumber'], target)
  }
  if (target === 'partner-center') {
    return withDerived(row, ['serialNumber', 'productKey', 'manufacturer', 'model'], target)
  }
  const filled = withDerived(row, ['serialNumber', 'manufacturer', 'model'], target)
  return filled.ok ? asIdentifier(filled) : filled
}

type Derivable = 'serialNumber' | 'manufacturer' | 'model' | 'productKey'

function withDerived(
  row: DeviceRow,
  wanted: readonly Derivable[],
  target: ConvertTarget,
): ConvertedRow {
  const missing = wanted.filter((column) => (row[column] ?? '') === '')
  if (missing.length === 0 || row.hardwareHash === '')
    return { ok: true, row, derived: [], simplified: false }
  const reading = readHash(row.hardwareHash)
  if (!reading.ok) return { ok: false, code: reading.code }
  const { serialNumber, manufacturer, model, productKeyId } = reading.facts
  const source = { serialNumber, manufacturer, model, productKey: productKeyId ?? '' }
  // A comma cannot be written, and with a hash these may stay empty.
  const derived = missing.filter(
    (column) => source[column] !== '' && !writesComma(source[column], target),
  )
  const filled = Object.fromEntries(derived.map((column) => [column, source[column]]))
  return { ok: true, row: { ...row, ...filled }, derived, simplified: false }
}

const writesComma = (value: string, target: ConvertTarget): boolean =>
  target !== 'corporate-identifiers' && value.includes(',')

function asIdentifier(filled: Extract<ConvertedRow, { ok: true }>): ConvertedRow {
  const { row } = filled
  const { manufacturer = '', model = '', serialNumber } = row
  if (manufacturer === '' || model === '' || serialNumber === '')
    return { ok: false, code: 'tuple-missing' }
  const plain = (value: string): string => value.replaceAll(/[.,]/g, '').trim()
  const simple = {
    manufacturer: plain(manufacturer),
    model: plain(model),
    serialNumber: plain(serialNumber),
  }
  const simplified =
    simple.manufacturer !== manufacturer ||
    simple.model !== model ||
    simple.serialNumber !== serialNumber
  return { ...filled, row: { ...row, ...simple }, simplified }
}
