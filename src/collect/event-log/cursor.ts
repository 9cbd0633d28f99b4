/** Reads little-endian values from part of a byte array, never past its end. */

/** Not an event log, or a damaged one. The only error that the event log reader throws. */
export class EventLogError extends Error {}

export class Cursor {
  /** The position of the next value, relative to the start of the bytes and not of the part. */
  at: number
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #end: number

  /** Throws an EventLogError if `from`…`to` is not inside `bytes`. */
  constructor(bytes: Uint8Array, from: number, to: number) {
    if (from > to || to > bytes.length) throw new EventLogError('an offset points outside')
    this.#bytes = bytes
    this.#view = viewOf(bytes)
    this.#end = to
    this.at = from
  }

  get isAtEnd(): boolean {
    return this.at >= this.#end
  }

  /** The next byte, without advancing; -1 at the end. */
  get next(): number {
    return this.isAtEnd ? -1 : this.#view.getUint8(this.at)
  }

  u8(): number {
    return this.#view.getUint8(this.#pass(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#pass(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#pass(4), true)
  }

  /** As a number: exact up to 2^53, more than any log has records. */
  u64(): number {
    const low = this.u32()
    return this.u32() * 2 ** 32 + low
  }

  take(length: number): Uint8Array {
    const from = this.#pass(length)
    return this.#bytes.subarray(from, from + length)
  }

  advance(length: number): void {
    this.#pass(length)
  }

  #pass(length: number): number {
    const from = this.at
    if (from + length > this.#end) throw new EventLogError('it ends early')
    this.at = from + length
    return from
  }
}

/** A view of exactly these bytes, wherever they are in their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
