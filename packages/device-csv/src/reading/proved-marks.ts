/** What the hash of a row proves to be no part of its values: a spreadsheet's apostrophes, a label, UTF-7. */
import type { FindingCode, Place } from '../findings/finding.ts'
import { readHash } from '../hash/hash-facts.ts'
import type { Column } from '../row.ts'
import { sameSerial } from '../values/serial-spelling.ts'
import { fromUtf7 } from '../values/utf7.ts'
import { withoutApostrophe, withoutLabel } from '../values/value-guards.ts'

export type FoundValues = Partial<Record<Column, string>>

/** A row whose values are being cleaned. */
export type CleanedRow = {
  readonly line: number
  readonly found: FoundValues
  /** Columns whose value has changed. */
  readonly cleaned: Column[]
  readonly columns: readonly ColumnAt[]
  readonly say: (code: FindingCode, place: Place) => void
}

type ColumnAt = { readonly column: Column; readonly position: number }

/** A spreadsheet's apostrophe, or a label, is removed where the hash proves that it is not part of the serial number. */
export function takeMarks(row: CleanedRow): void {
  const { serialNumber = '', hardwareHash = '' } = row.found
  const bare = withoutApostrophe(serialNumber)
  const plain = withoutLabel(bare)
  if (plain === serialNumber) return
  const reading = readHash(hardwareHash)
  const own = reading.ok ? reading.facts.serialNumber : undefined
  if (own === undefined || sameSerial(serialNumber, own) || !sameSerial(plain, own)) return
  if (plain !== bare)
    takeFrom(row, {
      without: (value) => withoutLabel(withoutApostrophe(value)),
      among: ({ column }) => column === 'serialNumber',
    })
  if (bare !== serialNumber)
    takeFrom(row, {
      without: withoutApostrophe,
      among: ({ column }) => column !== 'hardwareHash',
    })
}

/** The hash shows that the whole row is UTF-7. */
export function takeUtf7(row: CleanedRow): void {
  takeFrom(row, {
    without: fromUtf7,
    among: ({ column }) => column !== 'hardwareHash',
    code: 'value-escaped',
  })
}

type Taking = {
  readonly without: (value: string) => string
  readonly among: (place: ColumnAt) => boolean
  readonly code?: FindingCode
}

function takeFrom(
  { line, found, cleaned, columns, say }: CleanedRow,
  { without, among, code = 'value-guard' }: Taking,
): void {
  for (const { column, position } of columns.filter(among)) {
    const value = found[column] ?? ''
    const plain = without(value)
    if (plain === value) continue
    found[column] = plain
    if (!cleaned.includes(column)) cleaned.push(column)
    say(code, { line, column: position, detail: value })
  }
}
