/**
 * Identifiers: UUIDs made by the application, branded so that one kind is never passed for another.
 *
 * A receipt's id carries its import: the last four bytes of the import's id are zero, and row n of the
 * import replaces them by n. So a receipt is found from its id alone, wherever its import is stored.
 */
import { randomBytes } from 'node:crypto'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type TenantId = Branded<'TenantId'>
export type DeviceId = Branded<'DeviceId'>
export type ImportId = Branded<'ImportId'>
export type ReceiptId = Branded<'ReceiptId'>

/** Far more rows than an import takes, and what a database's integer holds. */
const maxRowNumber = 0x7fffffff

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The lower-case canonical form, or undefined where the text is no UUID. Braces are accepted. */
export function parseUuid(text: string): string | undefined {
  const lower = text.toLowerCase().replace(/^\{(.*)\}$/, '$1')
  return uuidShape.test(lower) ? lower : undefined
}

/** Random bytes are drawn many at once: an import makes thousands of ids. */
let pool = Buffer.alloc(0)

function randomBytesOf(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(4_096)
  const drawn = Buffer.from(pool.subarray(0, count))
  pool = pool.subarray(count)
  return drawn
}

let latest = { time: 0, count: 0 }

/**
 * A UUID of version 7: later ones sort later, those of one millisecond too, since its twelve bits next to
 * the time count (RFC 9562 section 6.2, method 1). `now` in ms since 1970.
 */
export function newUuid(now = Date.now()): string {
  latest = tick(latest, now)
  const bytes = randomBytesOf(16)
  bytes.writeUIntBE(latest.time, 0, 6)
  bytes.writeUInt16BE(0x7000 | latest.count, 6)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return formatUuid(bytes)
}

/** A clock that is set back does not take the order with it: the count goes on, and then the time. */
function tick({ time, count }: typeof latest, now: number): typeof latest {
  if (now > time) return { time: now, count: 0 }
  return count < 0xfff ? { time, count: count + 1 } : { time: time + 1, count: 0 }
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

/** The import and row that a receipt's id names, or undefined where the text can be no receipt's id. */
export function splitReceiptId(id: string): { importId: ImportId; rowNumber: number } | undefined {
  const uuid = parseUuid(id)
  if (uuid === undefined) return undefined
  const rowNumber = Number.parseInt(uuid.slice(-8), 16)
  if (rowNumber > maxRowNumber) return undefined
  return { importId: `${uuid.slice(0, -8)}00000000` as ImportId, rowNumber }
}

/** Sixteen bytes as a UUID's text. */
export function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
