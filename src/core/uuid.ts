/** UUIDs: made, parsed and written. */
import { randomBytes } from 'node:crypto'

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The lower-case canonical form, or undefined if the text is not a UUID. Braces are accepted. */
export function parseUuid(text: string): string | undefined {
  const lower = text.toLowerCase().replace(/^\{(.*)\}$/, '$1')
  return uuidShape.test(lower) ? lower : undefined
}

/** Random bytes are drawn in bulk: an import generates thousands of ids. */
let pool = Buffer.alloc(0)

function randomBytesOf(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(4_096)
  const drawn = Buffer.from(pool.subarray(0, count))
  pool = pool.subarray(count)
  return drawn
}

let latest = { time: 0, count: 0 }

/**
 * A version 7 UUID: later ones sort later, even within a millisecond, because the twelve bits after the time are a
 * counter (RFC 9562 section 6.2, method 1). `now` in ms since 1970.
 */
export function newUuid(now = Date.now()): string {
  latest = tick(latest, now)
  const bytes = randomBytesOf(16)
  bytes.writeUIntBE(latest.time, 0, 6)
  bytes.writeUInt16BE(0x7000 | latest.count, 6)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return formatUuid(bytes)
}

/** If the clock is set back, order is kept: the counter continues, and then the time. */
function tick({ time, count }: typeof latest, now: number): typeof latest {
  if (now > time) return { time: now, count: 0 }
  return count < 0xfff ? { time, count: count + 1 } : { time: time + 1, count: 0 }
}

/**
 * The first sixteen bytes as UUID text. Each imported row has ten of them, most of them looked up several times: text that
 * is put together from parts is four times as slow as one that is read at once.
 */
export function formatUuid(bytes: Uint8Array): string {
  for (let i = 0; i < places.length; i++) {
    const byte = bytes[i] as number
    const at = places[i] as number
    uuidText[at] = digits[byte >> 4] as number
    uuidText[at + 1] = digits[byte & 15] as number
  }
  return uuidText.toString('latin1')
}

const uuidText = Buffer.alloc(36, '-')
const digits = new TextEncoder().encode('0123456789abcdef')
/** Where the digits of each byte stand. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

/** The timestamp of a version 7 UUID (RFC 9562 section 5.7). */
export function timeOfUuid(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}
