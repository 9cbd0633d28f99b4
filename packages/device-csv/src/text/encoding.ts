/**
 * Decodes bytes of unknown encoding.
 *
 * Eight-bit text is decoded line by line (as UTF-8 if the line is valid UTF-8, else by the code page that a person has
 * named, or as Windows-1252), so the result never depends on how the bytes were chunked, and a file concatenated from
 * both can be read. What the bytes themselves show is right, whatever was named.
 */

import { EightBitText } from './eight-bit-text.ts'
import type { Encoding } from './encoding-name.ts'
import { nameOfBinary } from './not-text.ts'
import { sniffEncoding } from './sniff-encoding.ts'
import { isUtf32, type Utf32Name, Utf32Text } from './utf-32.ts'
import { type WideName, WideText } from './wide-text.ts'

const maxHeldBytes = 1 << 18
const sniffed = 4096

/** Takes bytes in chunks of any size, and returns text that ends at line ends where possible. */
export class ByteReader {
  bom = false
  /** What the bytes are if they are not text; nothing is read from them then. */
  binary: string | undefined
  readonly #named: Encoding | undefined
  readonly #narrow: EightBitText
  #wide: WideText | Utf32Text | undefined
  #wideName: Wide | undefined
  #started = false
  #held: Uint8Array = new Uint8Array(0)

  /** `named`: what a person says that the text is in, where it does not show that itself. */
  constructor(named?: Encoding) {
    this.#named = named
    this.#narrow = new EightBitText(named)
  }

  /** What has been seen so far; final after `end`. */
  get encoding(): Encoding {
    return this.#wideName ?? this.#narrow.encoding
  }

  /** There are lines of several encodings. */
  get mixed(): boolean {
    return this.#narrow.mixed || this.#wide?.mixed === true
  }

  push(chunk: Uint8Array): string {
    return this.pushInParts(chunk).join('')
  }

  /** As `push`, in up to two texts: the line that the previous chunk began, and the rest, which is then not copied. */
  pushInParts(chunk: Uint8Array): readonly string[] {
    if (this.#started && this.#wide === undefined && this.binary === undefined)
      return this.#continued(chunk)
    return [this.#pushed(chunk)]
  }

  #pushed(chunk: Uint8Array): string {
    if (this.binary !== undefined) return ''
    const bytes = join(this.#held, chunk)
    if (!this.#started && bytes.length < sniffed) {
      this.#held = bytes
      return ''
    }
    return this.#read(this.#start(bytes), false)
  }

  end(): string {
    const rest = this.#held
    this.#held = new Uint8Array(0)
    return this.#read(this.#start(rest), true)
  }

  #continued(chunk: Uint8Array): readonly string[] {
    const first = chunk.indexOf(0x0a) + 1
    if (first === 0 || first === chunk.length) return [this.#pushed(chunk)]
    const begun = this.#narrow.push(join(this.#held, chunk.subarray(0, first)))
    return [begun, this.#read(chunk.subarray(first), false)]
  }

  #start(bytes: Uint8Array): Uint8Array {
    if (this.#started) return bytes
    this.#started = true
    const { name, bomLength } = this.#sniffed(bytes.subarray(0, sniffed))
    this.binary = nameOfBinary(
      bytes.subarray(bomLength, sniffed),
      name === 'eight-bit' ? 'ascii' : name,
    )
    this.bom = bomLength > 0
    this.#narrow.bom = this.bom
    if (name !== 'eight-bit') {
      this.#wideName = name
      this.#wide = isUtf32(name)
        ? new Utf32Text(name)
        : new WideText(name, (bytes) => this.#narrow.push(bytes))
    }
    return bytes.subarray(bomLength)
  }

  #sniffed(head: Uint8Array): ReturnType<typeof sniffEncoding> {
    const shown = sniffEncoding(head)
    const named = this.#named
    if (shown.bomLength > 0 || named === undefined || !isWide(named)) return shown
    return { name: named, bomLength: 0 }
  }

  #read(bytes: Uint8Array, last: boolean): string {
    if (this.binary !== undefined) {
      this.#held = new Uint8Array(0)
      return ''
    }
    if (this.#wide !== undefined) {
      this.#held = new Uint8Array(0)
      return this.#wide.push(bytes, last)
    }
    const cut = last ? bytes.length : lineCut(bytes)
    this.#held = bytes.slice(cut)
    return this.#narrow.push(bytes.subarray(0, cut))
  }
}

type Wide = WideName | Utf32Name

const isWide = (name: Encoding): name is Wide => name.startsWith('utf-16') || isUtf32(name)

/** Where 8-bit text may be cut without splitting a character: after a line feed, or elsewhere if too much is held. */
function lineCut(bytes: Uint8Array): number {
  const lineFeed = bytes.lastIndexOf(0x0a) + 1
  if (lineFeed > 0 || bytes.length < maxHeldBytes) return lineFeed
  const carriageReturn = bytes.lastIndexOf(0x0d) + 1
  if (carriageReturn > 0) return carriageReturn
  let cut = bytes.length
  while (cut > bytes.length - 4 && ((bytes[cut - 1] ?? 0) & 0xc0) === 0x80) cut--
  return cut - 1
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
