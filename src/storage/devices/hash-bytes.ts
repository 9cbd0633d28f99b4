/**
 * A hash in the database: encrypted, and without trailing zeros, which are two thirds of a real one. Nothing is
 * lost, because the length is stored with it.
 */
import type { Wrap } from '../../core/wrap.ts'

const contextOf = (hashId: string) => `hardware_hash:${hashId}`

export function wrapHash(wrap: Wrap, hashId: string, bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return wrap.wrap(bytes.subarray(0, end), contextOf(hashId))
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
