/** A set of texts, kept as 128 bits of their SHA-256 each: small, and collision-proof enough to drop rows by. */
import { sha256 } from 'taxiway-hardware-hash'

const width = 4
const utf8 = new TextEncoder()

/** Texts that were seen, 16 bytes each. */
export class DigestSet {
  #slots = new Uint32Array(1024 * width)
  #count = 0

  /** False if the text is in the set already. */
  add(text: string): boolean {
    if (this.#count * 10 > (this.#slots.length / width) * 6) this.#grow()
    const words = wordsOf(sha256(utf8.encode(text)))
    const at = find(this.#slots, words)
    if (this.#slots[at] !== 0) return false
    this.#slots.set(words, at)
    this.#count++
    return true
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2)
    for (let at = 0; at < this.#slots.length; at += width) {
      const words = this.#slots.subarray(at, at + width)
      if (words[0] !== 0) larger.set(words, find(larger, words))
    }
    this.#slots = larger
  }
}

function wordsOf(hex: string): Uint32Array {
  const words = Uint32Array.from({ length: width }, (_, i) =>
    Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16),
  )
  // Zero marks a free slot.
  words[0] ||= 1
  return words
}

function find(slots: Uint32Array, words: Uint32Array): number {
  const capacity = slots.length / width
  for (let slot = words[0] ?? 0; ; slot++) {
    const at = (slot % capacity) * width
    if (slots[at] === 0 || words.every((word, i) => slots[at + i] === word)) return at
  }
}
