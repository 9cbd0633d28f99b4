/** A growing byte buffer, without a second copy if the size is known in advance. */
const minBytes = 1 << 16
const maxGuessBytes = 64 << 20

export class GrowingBytes {
  #all: Uint8Array<ArrayBuffer>
  #length = 0

  /** `expected` is a guess, 0 for none. */
  constructor(expected: number) {
    this.#all = new Uint8Array(Math.min(Math.max(expected, minBytes), maxGuessBytes))
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#all.subarray(0, this.#length)
  }

  /** Clears the bytes and keeps the capacity; earlier results of `bytes` are overwritten from now on. */
  clear(): void {
    this.#length = 0
  }

  add(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length
    if (needed > this.#all.length) {
      const larger = new Uint8Array(Math.max(needed, this.#all.length * 2))
      larger.set(this.bytes)
      this.#all = larger
    }
    this.#all.set(chunk, this.#length)
    this.#length = needed
  }
}
