/** A hardware hash as it was written in its file, wherever it is kept until it is sent. */
export type KeptHash = {
  /** Bytes of UTF-8. */
  readonly length: number
  /** Writes it into `target`, from its byte `at` on. */
  copyTo(target: Uint8Array, at: number): void
}

export function keptInMemory(text: string): KeptHash {
  const bytes = Buffer.from(text)
  return { length: bytes.length, copyTo: (target, at) => target.set(bytes, at) }
}

export function textOf(hash: KeptHash): string {
  const bytes = Buffer.allocUnsafe(hash.length)
  hash.copyTo(bytes, 0)
  return bytes.toString()
}
