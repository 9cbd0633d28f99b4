/**
 * A Quantum encoder, as far as tests of readers need one: literals only, no matches.
 *
 * Quantum is an adaptive arithmetic code with registers of 16 bits. Every byte is two symbols: which quarter of
 * the alphabet it is in, and which of the 64 bytes of that quarter. The models live as long as the folder, the
 * registers as long as a frame.
 */

type Share = { readonly symbol: number; frequency: number }

const maxFrequency = 3800

/** Symbols in an order that both sides keep alike, the frequent ones moving to the front now and then. */
class Model {
  readonly shares: Share[]
  total: number
  #untilSorted = 4

  constructor(count: number) {
    this.shares = Array.from({ length: count }, (_, symbol) => ({ symbol, frequency: 1 }))
    this.total = count
  }

  /** The part of the total that stands for `symbol`; the first share lies at the top. */
  interval(symbol: number): { low: number; high: number } {
    let high = this.total
    for (const share of this.shares) {
      if (share.symbol === symbol) return { low: high - share.frequency, high }
      high -= share.frequency
    }
    throw new RangeError(`no symbol ${symbol}`)
  }

  learn(symbol: number): void {
    const share = this.shares.find((each) => each.symbol === symbol)
    if (share !== undefined) share.frequency += 8
    this.total += 8
    if (this.total <= maxFrequency) return
    if (--this.#untilSorted > 0) this.#halve()
    else {
      this.#untilSorted = 50
      this.#sort()
    }
    this.total = this.shares.reduce((sum, { frequency }) => sum + frequency, 0)
  }

  /** Halves the cumulated counts from the rear, each staying above the one behind it. */
  #halve(): void {
    let before = 0
    let cumulated = 0
    for (const share of this.shares.toReversed()) {
      cumulated += share.frequency
      const halved = Math.max(cumulated >> 1, before + 1)
      share.frequency = halved - before
      before = halved
    }
  }

  /** Swaps as a naive selection sort does: which of two equals comes first is part of the format. */
  #sort(): void {
    const { shares } = this
    for (const share of shares) share.frequency = (share.frequency + 1) >> 1
    for (let at = 0; at < shares.length - 1; at++) {
      for (let other = at + 1; other < shares.length; other++) {
        const [a, b] = [shares[at], shares[other]]
        if (a === undefined || b === undefined || a.frequency >= b.frequency) continue
        shares[at] = b
        shares[other] = a
      }
    }
  }
}

/** One frame's arithmetic code: bits go out as soon as both ends of the interval agree on them. */
class ArithmeticCode {
  readonly #bits: number[] = []
  #low = 0
  #high = 0xffff
  #undecided = 0

  add(model: Model, symbol: number): void {
    const range = this.#high - this.#low + 1
    const { low, high } = model.interval(symbol)
    this.#high = this.#low + Math.floor((high * range) / model.total) - 1
    this.#low += Math.floor((low * range) / model.total)
    model.learn(symbol)
    while (this.#settle());
  }

  /** The frame's bytes; readers look 16 bits ahead, and 7-Zip two more. */
  bytes(): Buffer {
    this.#undecided++
    this.#put(this.#low < 0x4000 ? 0 : 1)
    for (let n = 0; n < 16 || this.#bits.length % 8 !== 0; n++) this.#bits.push(0)
    const bytes = Buffer.alloc(this.#bits.length / 8)
    this.#bits.forEach((bit, at) => {
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (7 - (at & 7)))
    })
    return bytes
  }

  #settle(): boolean {
    const top = this.#low & 0x8000
    if (top === (this.#high & 0x8000)) this.#put(top === 0 ? 0 : 1)
    else if ((this.#low & 0x4000) !== 0 && (this.#high & 0x4000) === 0) {
      this.#undecided++
      this.#low &= 0x3fff
      this.#high |= 0x4000
    } else return false
    this.#low = (this.#low << 1) & 0xffff
    this.#high = ((this.#high << 1) & 0xffff) | 1
    return true
  }

  #put(bit: 0 | 1): void {
    this.#bits.push(bit)
    for (; this.#undecided > 0; this.#undecided--) this.#bits.push(1 - bit)
  }
}

/** Packs the frames of one folder, in order. */
export class QuantumPacker {
  readonly #quarters = new Model(7)
  readonly #literals = Array.from({ length: 4 }, () => new Model(64))

  frame(bytes: Uint8Array): Buffer {
    const code = new ArithmeticCode()
    for (const byte of bytes) {
      const literals = this.#literals[byte >> 6]
      if (literals === undefined) continue
      code.add(this.#quarters, byte >> 6)
      code.add(literals, byte & 63)
    }
    return code.bytes()
  }
}
