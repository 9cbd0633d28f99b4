/** An open-addressed table from a fingerprint to the first row that had it. */
import type { Fingerprint } from './fingerprint.ts'

const width = 3

export class FingerprintTable {
  #slots = new Uint32Array(2048 * width)
  #count = 0

  /** The row that came first with this fingerprint, or -1 if `row` is the first one now. */
  firstOf([high, low]: Fingerprint, row: number): number {
    const capacity = this.#slots.length / width
    if (this.#count * 10 > capacity * 7) this.#grow()
    const at = find(this.#slots, high, low)
    const found = this.#slots[at + 2] ?? 0
    if (found !== 0) return found - 1
    this.#slots.set([high, low, row + 1], at)
    this.#count++
    return -1
  }

  #grow(): void {
    const old = this.#slots
    const larger = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += width) {
      if (old[at + 2] === 0) continue
      larger.set(old.subarray(at, at + width), find(larger, old[at] ?? 0, old[at + 1] ?? 0))
    }
    this.#slots = larger
  }
}

/** Where the fingerprint is, or the free slot where it belongs. */
function find(slots: Uint32Array, high: number, low: number): number {
  const capacity = slots.length / width
  for (let slot = (high ^ (low >>> 3)) >>> 0; ; slot++) {
    const at = (slot & (capacity - 1)) * width
    if (slots[at + 2] === 0 || (slots[at] === high && slots[at + 1] === low)) return at
  }
}
