/**
 * Identifiers: UUIDs made by the application, branded so that one kind is never passed for another.
 *
 * A receipt's id carries its import: the last four bytes of the import's id are zero, and row n of the
 * import replaces them by n. So a receipt is found from its id alone, wherever its import is stored.
 */
import { randomFillSync } from 'node:crypto'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type TenantId = Branded<'TenantId'>
export type DeviceId = Branded<'DeviceId'>
export type ImportId = Branded<'ImportId'>
export type ReceiptId = Branded<'ReceiptId'>

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The lower-case canonical form, or undefined where the text is no UUID. Braces are accepted. */
export function parseUuid(text: string): string | undefined {
  const lower = text.toLowerCase().replace(/^\{(.*)\}$/, '$1')
  return uuidShape.test(lower) ? lower : undefined
}

/** A UUID of version 7: sorts by the millisecond it was made in. `now` in ms since 1970. */
export function newUuid(now = Date.now()): string {
  const bytes = Buffer.allocUnsafe(16)
  randomFillSync(bytes, 6)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return formatUuid(bytes)
}

export function newDeviceId(): DeviceId {
  return newUuid() as DeviceId
}

export function newImportId(): ImportId {
  return `${newUuid().slice(0, -8)}00000000` as ImportId
}

/** The id of row `rowNumber` (from 1) of an import. */
export function receiptId(importId: ImportId, rowNumber: number): ReceiptId {
  return `${importId.slice(0, -8)}${rowNumber.toString(16).padStart(8, '0')}` as ReceiptId
}

/** The import and row that a receipt's id names, or undefined where the text is no UUID. */
export function splitReceiptId(id: string): { importId: ImportId; rowNumber: number } | undefined {
  const uuid = parseUuid(id)
  if (uuid === undefined) return undefined
  return {
    importId: `${uuid.slice(0, -8)}00000000` as ImportId,
    rowNumber: Number.parseInt(uuid.slice(-8), 16),
  }
}

/** Sixteen bytes as a UUID's text. */
export function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
