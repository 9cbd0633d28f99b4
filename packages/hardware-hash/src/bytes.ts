/**
 * Reading and writing the few primitive forms that records are made of.
 *
 * Readers trust that the caller has checked the length: reading outside gives 0, never an error.
 */

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })
const encoder = new TextEncoder()

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Two bytes, little-endian. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
}

/** Four bytes, little-endian, unsigned. */
export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0
}

/** Lower-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += hexPairs[byte]
  return hex
}

/** The bytes of an even number of hex digits; null for anything else. */
export function fromHex(hex: string): Uint8Array | null {
  if (hex.length % 2 === 1) return null
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) {
    const high = digitOf(hex.charCodeAt(2 * i))
    const low = digitOf(hex.charCodeAt(2 * i + 1))
    if ((high | low) > 15) return null
    bytes[i] = (high << 4) | low
  }
  return bytes
}

/** Whether the bytes from `at` spell the lower-case hex text `hex`. */
export function spells(bytes: Uint8Array, at: number, hex: string): boolean {
  for (let i = 0; i < hex.length; i += 2) {
    const byte = bytes[at + i / 2] ?? 0
    if (digitOf(hex.charCodeAt(i)) !== byte >> 4 || digitOf(hex.charCodeAt(i + 1)) !== (byte & 15))
      return false
  }
  return true
}

/** 16 for what is not a hex digit. */
const digitOf = (char: number): number => digits[char] ?? 16

const digits = Uint8Array.from({ length: 128 }, (_, char) => {
  const digit = Number.parseInt(String.fromCharCode(char), 16)
  return Number.isNaN(digit) ? 16 : digit
})

/** Whether all bytes from `from` on are zero; four at a time, since nearly every hash is half zeros. */
export function isZero(bytes: Uint8Array, from: number): boolean {
  const { buffer, byteOffset, length } = bytes
  let at = from
  for (; at < length && (byteOffset + at) % 4 !== 0; at++) if (bytes[at] !== 0) return false
  const words = new Int32Array(buffer, byteOffset + at, (length - at) >> 2)
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false
  for (at += words.length * 4; at < length; at++) if (bytes[at] !== 0) return false
  return true
}

/** Text in UTF-8. Only ASCII occurs in known hashes, so this reading is an assumption. */
export function readUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes)
}

export function writeUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}

export function readUtf16(bytes: Uint8Array): string {
  return utf16.decode(bytes)
}

export function writeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), true)
  return bytes
}

/** The bytes before the first NUL, or all of them. */
export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}

/** The parts one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
