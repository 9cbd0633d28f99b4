/** Writing DER: the few types that certificate requests and signatures are made of. */

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, ...parts)
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes)
export const bits = (bytes: Uint8Array): Buffer => tlv(0x03, Buffer.of(0), bytes)
export const nothing = Buffer.of(0x05, 0)

/** A small number, or the bytes of a big one as they are. */
export function integer(value: number | Uint8Array): Buffer {
  return tlv(0x02, typeof value === 'number' ? Buffer.of(value) : value)
}

/** From its dotted text. */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const low = number % 128
  const above = Math.floor(number / 128)
  return above === 0 ? [low] : [...base128(above).map((each) => each | 0x80), low]
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes])
}
