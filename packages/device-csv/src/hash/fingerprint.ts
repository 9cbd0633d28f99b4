/**
 * Two 32-bit numbers for a text or for bytes, to find equal values among millions without keeping them.
 * Not a cryptographic digest: nothing is dropped or merged because of it alone.
 */
export type Fingerprint = readonly [high: number, low: number]

export const noFingerprint: Fingerprint = [0, 0]

/** Never equals `noFingerprint`. */
export function fingerprintOf(text: string): Fingerprint {
  let a = 0x9e3779b1
  let b = 0x85ebca6b
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x2c1b3c6d)
    b = Math.imul(b ^ code, 0x297a2d39)
    a ^= a >>> 15
    b ^= b >>> 13
  }
  return settle(a, b)
}

/** As `fingerprintOf`, of bytes. */
export function fingerprintOfBytes(bytes: Uint8Array): Fingerprint {
  let a = 0x9e3779b1
  let b = 0x85ebca6b
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x2c1b3c6d)
    b = Math.imul(b ^ byte, 0x297a2d39)
    a ^= a >>> 15
    b ^= b >>> 13
  }
  return settle(a, b)
}

/** From eight bytes that are random already, such as part of a digest or a key. */
export function fingerprintOfRandom(bytes: Uint8Array, at: number): Fingerprint {
  const word = (from: number): number =>
    (bytes[from] ?? 0) |
    ((bytes[from + 1] ?? 0) << 8) |
    ((bytes[from + 2] ?? 0) << 16) |
    ((bytes[from + 3] ?? 0) << 24)
  return settle(word(at), word(at + 4))
}

const settle = (a: number, b: number): Fingerprint => [a >>> 0 || 1, b >>> 0]
