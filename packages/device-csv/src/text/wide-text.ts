/**
 * 16-bit text mixed with 8-bit text: PowerShell writes UTF-16, and another program appends 8-bit text, or the
 * other way round. The zeros of a line show which of the two it is.
 */

export type WideName = 'utf-16le' | 'utf-16be'

/** This many consecutive pairs of printable bytes are 8-bit text; 16-bit letters with two such bytes do not occur so often in a row. */
const narrowPairs = 16
const maxHeld = 1 << 20

/** Takes bytes from the start of a line; returns the text of complete lines, and keeps the rest. */
export class WideText {
  /** There is text of both widths. */
  mixed = false
  readonly #name: WideName
  readonly #decoder: InstanceType<typeof TextDecoder>
  readonly #narrow: (bytes: Uint8Array) => string
  #held = new Uint8Array(0)

  /** `narrow` decodes 8-bit text. */
  constructor(name: WideName, narrow: (bytes: Uint8Array) => string) {
    this.#name = name
    this.#decoder = new TextDecoder(name, { ignoreBOM: true })
    this.#narrow = narrow
  }

  push(chunk: Uint8Array, last: boolean): string {
    const bytes = joined(this.#held, chunk)
    const end = last ? bytes.length : this.#lastLineEnd(bytes)
    if (end === 0 && !last && bytes.length < maxHeld) {
      this.#held = bytes
      return ''
    }
    const cut = end === 0 ? bytes.length - (bytes.length % 2) : end
    const text = this.#decoder.decode(bytes.subarray(0, cut))
    if (!/[\u0100-\uffff]/.test(text)) {
      this.#held = bytes.slice(cut)
      return text
    }
    return this.#lineByLine(bytes, last)
  }

  #lineByLine(bytes: Uint8Array, last: boolean): string {
    let text = ''
    let at = 0
    while (at < bytes.length) {
      const isNarrow = this.#isNarrow(bytes, at)
      const end = isNarrow ? bytes.indexOf(0x0a, at) + 1 : this.#wideEnd(bytes, at)
      const isOpen = end === 0 || (isNarrow && end === bytes.length)
      if (isOpen && !last && bytes.length - at < maxHeld) break
      const part = bytes.subarray(at, end || bytes.length)
      this.mixed ||= isNarrow
      text += isNarrow ? this.#narrow(part) : this.#decoder.decode(part)
      at += part.length
    }
    this.#held = bytes.slice(at)
    return text
  }

  /** The next line feed is one byte, with no zero before it, or none within the bytes that 8-bit text needs. */
  #isNarrow(bytes: Uint8Array, at: number): boolean {
    const found = bytes.indexOf(0x0a, at)
    const end = found === -1 ? bytes.length : found
    if (end - at < 4) return false
    const proved = Math.min(end, at + 2 * narrowPairs)
    for (let i = at; i < proved; i++) if (!isText(bytes[i])) return false
    const isWideFeed = this.#name === 'utf-16le' && (end - at) % 2 === 0 && bytes[end + 1] === 0
    return !isWideFeed
  }

  /** After the next 16-bit line feed, or where 8-bit text begins after `at`; 0 when there is neither. */
  #wideEnd(bytes: Uint8Array, at: number): number {
    let pairs = 0
    for (let i = at; i + 1 < bytes.length; i += 2) {
      if (this.#isFeed(bytes, i)) return i + 2
      pairs = isText(bytes[i]) && isText(bytes[i + 1]) ? pairs + 1 : 0
      const begin = i + 2 - 2 * pairs
      if (pairs >= narrowPairs && begin > at) return begin
    }
    return 0
  }

  #lastLineEnd(bytes: Uint8Array): number {
    for (let i = bytes.length - (bytes.length % 2) - 2; i >= 0; i -= 2)
      if (this.#isFeed(bytes, i)) return i + 2
    return 0
  }

  #isFeed(bytes: Uint8Array, at: number): boolean {
    const [first, second] = [bytes[at], bytes[at + 1]]
    return this.#name === 'utf-16le'
      ? first === 0x0a && second === 0
      : first === 0 && second === 0x0a
  }
}

/** The 16-bit text of a line among 8-bit text: every second byte is a zero. Undefined for any other line. */
export function wideLine(bytes: Uint8Array): string | undefined {
  if (bytes.length < 4 || !bytes.includes(0)) return undefined
  const start = bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 ? 1 : 0
  const body = bytes.subarray(start)
  const zeros = [0, 0]
  body.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const pairs = body.length / 2
  const name = (zeros[1] ?? 0) > pairs * 0.7 ? 'utf-16le' : undefined
  if (name === undefined) return undefined
  const feed = body.at(-1) === 0x0a
  const even = feed ? body.subarray(0, -1) : body
  const text = new TextDecoder(name).decode(even.subarray(0, even.length - (even.length % 2)))
  return feed ? `${text}\n` : text
}

/** Printable, tab or carriage return. */
const isText = (byte = 0): boolean => (byte >= 32 && byte !== 127) || byte === 9 || byte === 13

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
