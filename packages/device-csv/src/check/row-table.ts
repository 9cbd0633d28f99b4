/**
 * The first row with each fingerprint: an open-addressed table that keeps only row numbers and looks the
 * fingerprints up where they are kept anyway, so that a million rows cost eight megabytes.
 */
import type { Fingerprint } from '../hash/fingerprint.ts'

/** One half of the fingerprint of an earlier row. */
export type HalfOf = (row: number) => number

export class RowTable {
  readonly #high: HalfOf
  readonly #low: HalfOf
  /** Row numbers plus one; 0 is a free slot. */
  #slots = new Uint32Array(4096)
  #count = 0

  constructor(high: HalfOf, low: HalfOf) {
    this.#high = high
    this.#low = low
  }

  /** The first row with this fingerprint, or -1 if `row` is the first. */
  firstOf([high, low]: Fingerprint, row: number): number {
    if (this.#count * 2 > this.#slots.length) this.#grow()
    const mask = this.#slots.length - 1
    for (let slot = (high ^ low) & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] ?? 0
      if (found === 0) {
        this.#slots[slot] = row + 1
        this.#count++
        return -1
      }
      if (this.#high(found - 1) === high && this.#low(found - 1) === low) return found - 1
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    const mask = this.#slots.length - 1
    for (const found of old) {
      if (found === 0) continue
      let slot = (this.#high(found - 1) ^ this.#low(found - 1)) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = found
    }
  }
}
