/**
 * A hash in the database: encrypted, and without trailing zeros, which are two thirds of a real one. Nothing is
 * lost, because the length is stored with it.
 */
import type { Wrap } from '../../core/wrap.ts'

const contextOf = (hashId: string) => `hardware_hash:${hashId}`

export function wrapHash(wrap: Wrap, hashId: string, bytes: Uint8Array): Uint8Array {
  return wrap.wrap(bytes.subarray(0, endOf(bytes)), contextOf(hashId))
}

/** Where the trailing zeros begin. They are looked through four at a time, where memory is aligned. */
function endOf(bytes: Uint8Array): number {
  let end = bytes.length
  if (bytes.byteOffset % 4 === 0 && end % 4 === 0) {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, end / 4)
    while (end > 0 && words[end / 4 - 1] === 0) end -= 4
  }
  while (end > 0 && bytes[end - 1] === 0) end--
  return end
}

/** The hash as it was submitted, `length` bytes. */
export function unwrapHash(
  wrap: Wrap,
  hashId: string,
  stored: { bytes: Uint8Array; length: number },
): Uint8Array {
  const bytes = new Uint8Array(stored.length)
  bytes.set(wrap.unwrap(stored.bytes, contextOf(hashId)))
  return bytes
}
