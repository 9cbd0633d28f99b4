/** A whole file as if it arrived in chunks, so that its lines and fields never exist all at once. */
const size = 1 << 16

export function* piecesOf<T extends Uint8Array | string>(input: T): Generator<T> {
  const cut = (from: number): T =>
    (typeof input === 'string'
      ? input.slice(from, from + size)
      : input.subarray(from, from + size)) as T
  for (let at = 0; at < input.length; at += size) yield cut(at)
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
