/** The cells of a row as what it says about its device, and what is wanted of it. */
import { unguardedCell } from 'taxiway-autopilot'
import { cleanValue, repairHash } from 'taxiway-device-csv'
import { decodeHardwareHash, isJunkSerial } from 'taxiway-hardware-hash'
import type { ChangeRequest, Changes, Marks } from './change-request.ts'
import type { Property } from './change-titles.ts'

const markNames = ['id', 'serialNumber', 'manufacturer', 'model'] as const
export const changeNames = [
  'groupTag',
  'displayName',
  'userPrincipalName',
  'addressableUserName',
] as const

/** Blanks around a value are kept where quotation marks say that they are meant, as exports write them. */
function valueIn(line: string, value: string): string {
  return line.includes(`"${value.replaceAll('"', '""')}"`) ? value : value.trim()
}

type Cells = Partial<Record<Property, string>>

export function cellsOf(
  columns: readonly (Property | undefined)[],
  { text, values }: { readonly text: string; readonly values: readonly string[] },
): Cells {
  const cells: Cells = {}
  for (const [i, name] of columns.entries()) {
    const value = values[i] ?? ''
    if (name !== undefined)
      cells[name] = isName(name) ? plain(value) : unguardedCell(valueIn(text, value))
  }
  return cells
}

const isName = (name: Property): boolean => name === 'id' || name === 'serialNumber'

/** No name has signs that nobody sees, or marks around it; the directory's ids stand in braces in some exports. */
function plain(value: string): string {
  return cleanValue(value, { isNamed: true }).value.replace(/^\{([\da-f-]{36})\}$/i, '$1')
}

export function changeRequestOf(
  line: number,
  cells: Cells,
  { clearEmpty }: { readonly clearEmpty: boolean },
): ChangeRequest {
  const marks: { -readonly [Name in keyof Marks]: Marks[Name] } = {}
  for (const name of markNames) if (cells[name]) marks[name] = cells[name]
  const changes: { -readonly [Name in keyof Changes]: Changes[Name] } = {}
  for (const name of changeNames) {
    const value = cells[name]
    if (value !== undefined && (value !== '' || clearEmpty)) changes[name] = value
  }
  const inHash = serialInHash(cells.hardwareHash ?? '')
  const name = marks.id ?? marks.serialNumber ?? ''
  return { line, name, marks, changes, ...(inHash !== undefined && { inHash }) }
}

/** Undefined: there is no hash, or its device has no serial number of its own. */
function serialInHash(hash: string): string | undefined {
  const decoded = hash === '' ? undefined : decodeHardwareHash(repairHash(hash)?.text ?? hash)
  const serial = decoded?.ok === true ? (decoded.serialNumber ?? '') : ''
  return isJunkSerial(serial) ? undefined : serial
}
