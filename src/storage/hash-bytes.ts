/**
 * A hash in the database: without the zeros at its end, which are two thirds of a real one. Nothing is
 * lost, since the length is stored beside it.
 */
export function trimHash(bytes: Uint8Array): Buffer {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return Buffer.from(bytes.buffer, bytes.byteOffset, end)
}

/** The hash as it was submitted, `length` bytes. */
export function restoreHash(trimmed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.set(trimmed)
  return bytes
}
