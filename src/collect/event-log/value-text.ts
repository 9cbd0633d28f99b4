/**
 * Event values as text: [MS-EVEN6] 2.2.12 (types), 2.2.12.3 (how each is written).
 *
 * Three things follow what Windows shows instead (observed): a boolean may have four bytes, times
 * have seven decimals, and binary data is hexadecimal without separators.
 */
import { Cursor, EventLogError, viewOf } from './cursor.ts'

export type BinaryValue = { readonly type: number; readonly bytes: Uint8Array }

export const nullType = 0x00
export const binaryXmlType = 0x21
const arrayFlag = 0x80

const utf16 = new TextDecoder('utf-16le')
const ansi = new TextDecoder('windows-1252')

/** A kind of value of fixed size. */
type Fixed = { readonly size: number; readonly read: (bytes: Uint8Array, view: DataView) => string }

const integer = (size: number, read: (view: DataView) => number | bigint): Fixed => ({
  size,
  read: (_, view) => String(read(view)),
})
const hexadecimal = (size: number, read: (view: DataView) => number | bigint): Fixed => ({
  size,
  read: (_, view) => `0x${read(view).toString(16)}`,
})

const fixed: ReadonlyMap<number, Fixed> = new Map([
  [0x03, integer(1, (view) => view.getInt8(0))],
  [0x04, integer(1, (view) => view.getUint8(0))],
  [0x05, integer(2, (view) => view.getInt16(0, true))],
  [0x06, integer(2, (view) => view.getUint16(0, true))],
  [0x07, integer(4, (view) => view.getInt32(0, true))],
  [0x08, integer(4, (view) => view.getUint32(0, true))],
  [0x09, integer(8, (view) => view.getBigInt64(0, true))],
  [0x0a, integer(8, (view) => view.getBigUint64(0, true))],
  [0x0b, integer(4, (view) => view.getFloat32(0, true))],
  [0x0c, integer(8, (view) => view.getFloat64(0, true))],
  [0x0f, { size: 16, read: guidText }],
  [0x11, { size: 8, read: (_, view) => fileTimeText(view.getBigUint64(0, true)) }],
  [0x12, { size: 16, read: (_, view) => systemTimeText(view) }],
  [0x14, hexadecimal(4, (view) => view.getUint32(0, true))],
  [0x15, hexadecimal(8, (view) => view.getBigUint64(0, true))],
])

/** The text of a value, or one text per item of an array: at least one, so that the value is never lost. */
export function textsOf({ type, bytes }: BinaryValue): readonly string[] {
  const isArray = (type & arrayFlag) !== 0
  const itemType = type & ~arrayFlag
  if (!isArray) return [textOf(itemType, bytes)]
  const items = itemsOf(itemType, bytes)
  return items.length === 0 ? [''] : items
}

function textOf(type: number, bytes: Uint8Array): string {
  if (type === 0x01) return untilZero(utf16.decode(bytes))
  if (type === 0x02) return untilZero(ansi.decode(bytes))
  if (type === 0x0d) return bytes.some((byte) => byte !== 0) ? 'true' : 'false'
  if (type === 0x0e) return Buffer.from(bytes).toString('hex').toUpperCase()
  if (type === 0x10) return textOf(bytes.length === 4 ? 0x14 : 0x15, bytes)
  if (type === 0x13) return sidText(bytes)
  const kind = fixed.get(type)
  if (kind === undefined) return ''
  if (bytes.length < kind.size) throw new EventLogError('a value ends early')
  return kind.read(bytes, viewOf(bytes))
}

function itemsOf(type: number, bytes: Uint8Array): string[] {
  if (type === 0x01) return separated(utf16.decode(bytes))
  if (type === 0x02) return separated(ansi.decode(bytes))
  const items: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = sizeOfItem(type, bytes, at)
    if (size === undefined) break
    items.push(textOf(type, bytes.subarray(at, at + size)))
    at += size
  }
  return items
}

/** Undefined for kinds that have no arrays. */
function sizeOfItem(type: number, bytes: Uint8Array, at: number): number | undefined {
  if (type === 0x0d) return 4
  if (type === 0x10) return 8
  if (type === 0x13) return 8 + 4 * (bytes[at + 1] ?? 0)
  return fixed.get(type)?.size
}

/** Every string ends with a zero, including the last; an unterminated rest counts too. */
function separated(text: string): string[] {
  const items = text.split('\0')
  if (items.at(-1) === '') items.pop()
  return items
}

function untilZero(text: string): string {
  const end = text.indexOf('\0')
  return end === -1 ? text : text.slice(0, end)
}

function guidText(bytes: Uint8Array, view: DataView): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
  const last = Buffer.from(bytes.subarray(8, 16)).toString('hex')
  const [a, b, c] = [view.getUint32(0, true), view.getUint16(4, true), view.getUint16(6, true)]
  return `{${hex(a, 8)}-${hex(b, 4)}-${hex(c, 4)}-${last.slice(0, 4)}-${last.slice(4)}}`
}

/** 100 ns since 1601, UTC; a number beyond the calendar stays a number. */
export function fileTimeText(ticks: bigint): string {
  const time = new Date(Number(ticks / 10_000n) - 11_644_473_600_000)
  if (!isFourDigitYear(time)) return String(ticks)
  return `${time.toISOString().slice(0, 20)}${String(ticks % 10_000_000n).padStart(7, '0')}Z`
}

function systemTimeText(view: DataView): string {
  const part = (at: number): number => view.getUint16(at, true)
  const day = [part(0), part(2) - 1, part(6)] as const
  const time = new Date(Date.UTC(...day, part(8), part(10), part(12), part(14)))
  return part(0) >= 1601 && isFourDigitYear(time) ? time.toISOString() : ''
}

function isFourDigitYear(time: Date): boolean {
  const year = time.getUTCFullYear()
  return year >= 1601 && year <= 9999
}

/** [MS-DTYP] 2.4.2: revision, number of parts, authority in big-endian, parts. A truncated one is shown as far as possible. */
function sidText(bytes: Uint8Array): string {
  if (bytes.length < 8) return ''
  const cursor = new Cursor(bytes, 0, bytes.length)
  const parts = [cursor.u8()]
  const count = Math.min(cursor.u8(), (bytes.length - 8) >> 2)
  parts.push(Buffer.from(cursor.take(6)).readUIntBE(0, 6))
  for (let n = 0; n < count; n++) parts.push(cursor.u32())
  return `S-${parts.join('-')}`
}
