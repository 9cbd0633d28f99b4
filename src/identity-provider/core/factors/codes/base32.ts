/** Base32 (RFC 4648 section 6) as people and vendors write it: any case, padding optional, nothing else. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export type Base32Reading =
  | { readonly ok: true; readonly bytes: Buffer }
  /** `position` counts characters from 1; absent = the text is too short for a byte, or its length is impossible. */
  | { readonly ok: false; readonly position?: number; readonly character?: string }

export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let [waiting, bits] = [0, 0]
  for (const byte of bytes) {
    waiting = ((waiting & 0x1f) << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet[(waiting >> (bits - 5)) & 31]
  }
  return bits === 0 ? text : text + alphabet[(waiting << (5 - bits)) & 31]
}

/** Trailing bits that do not fill a byte are dropped, whatever they are: vendors cut their keys anywhere. */
export function fromBase32(text: string): Base32Reading {
  const characters = text.replace(/=+$/, '')
  const bytes: number[] = []
  let [waiting, bits] = [0, 0]
  for (const [index, character] of [...characters].entries()) {
    const value = alphabet.indexOf(character.toUpperCase())
    if (value < 0 || character.length !== 1 || character.charCodeAt(0) > 127)
      return { ok: false, position: index + 1, character }
    waiting = ((waiting << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((waiting >> bits) & 0xff)
  }
  return bytes.length === 0 ? { ok: false } : { ok: true, bytes: Buffer.from(bytes) }
}
