/**
 * Decodes bytes of unknown encoding.
 *
 * Eight-bit text is decoded line by line (as UTF-8 if the line is valid UTF-8, else by the code page that a person has
 * named, or as Windows-1252), so the result never depends on how the bytes were chunked, and a file concatenated from
 * both can be read. What the bytes themselves show is right, whatever was named.
 */

import { decoderOfPage, mayLookLikeUtf8, type PageDecoder } from './code-pages.ts'
import { type CodePage, type Encoding, isCodePage } from './encoding-name.ts'
import { nameOfBinary } from './not-text.ts'
import { sniffEncoding } from './sniff-encoding.ts'
import { isUtf32, type Utf32Name, Utf32Text } from './utf-32.ts'
import { type WideName, WideText, wideLine } from './wide-text.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const damagedUtf8: PageDecoder = new TextDecoder('utf-8')
const maxHeldBytes = 1 << 18
const sniffed = 4096

/** Takes bytes in chunks of any size, and returns text that ends at line ends where possible. */
export class ByteReader {
  bom = false
  /** There are lines of several encodings. */
  mixed = false
  /** What the bytes are if they are not text; nothing is read from them then. */
  binary: string | undefined
  #wide: WideText | Utf32Text | undefined
  #wideName: Wide | undefined
  readonly #named: Encoding | undefined
  /** Of lines that are not UTF-8. */
  readonly #page: CodePage
  readonly #decoder: PageDecoder
  /** A line may be valid UTF-8 by chance. */
  readonly #isUtf8Doubtful: boolean
  #started = false
  #held: Uint8Array = new Uint8Array(0)
  #sawUtf8 = false
  #sawPage = false

  /** `named`: what a person says that the text is in, where it does not show that itself. */
  constructor(named?: Encoding) {
    this.#named = named
    this.#page = named !== undefined && isCodePage(named) ? named : 'windows-1252'
    this.#decoder = named === 'utf-8' ? damagedUtf8 : decoderOfPage(this.#page)
    this.#isUtf8Doubtful = mayLookLikeUtf8(this.#page)
  }

  /** What has been seen so far; final after `end`. */
  get encoding(): Encoding {
    if (this.#wideName !== undefined) return this.#wideName
    if (this.#sawPage) return this.#named === 'utf-8' ? 'utf-8' : this.#page
    return this.#sawUtf8 || this.bom ? 'utf-8' : 'ascii'
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
    const begun = this.#narrow(join(this.#held, chunk.subarray(0, first)))
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
    if (name !== 'eight-bit') {
      this.#wideName = name
      this.#wide = isUtf32(name)
        ? new Utf32Text(name)
        : new WideText(name, (bytes) => this.#narrow(bytes))
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
      const text = this.#wide.push(bytes, last)
      this.mixed ||= this.#wide.mixed
      return text
    }
    const cut = last ? bytes.length : lineCut(bytes)
    this.#held = bytes.slice(cut)
    return this.#narrow(bytes.subarray(0, cut))
  }

  /** One line in any encoding. */
  #line(bytes: Uint8Array): string {
    const wide = wideLine(bytes)
    if (wide !== undefined) {
      this.mixed = true
      return wide
    }
    const text = asUtf8(bytes)
    if (text !== undefined && this.#isSurely(text, bytes)) return this.#utf8(text, bytes)
    this.#sawPage = true
    this.mixed ||= this.#sawUtf8
    return this.#decoder.decode(bytes)
  }

  /** Whether a text that can be read as UTF-8 is. */
  #isSurely(text: string, bytes: Uint8Array): boolean {
    return !this.#isUtf8Doubtful || this.bom || text.length === bytes.length
  }

  #utf8(text: string, bytes: Uint8Array): string {
    this.#sawUtf8 ||= text.length !== bytes.length
    this.mixed ||= this.#sawUtf8 && this.#sawPage
    return text
  }

  #narrow(block: Uint8Array): string {
    const text = asUtf8(block)
    // Zeros mean 16-bit text among the lines. Searching the decoded text is several times faster.
    if (text !== undefined && !text.includes('\u0000') && this.#isSurely(text, block))
      return this.#utf8(text, block)
    const end = block.indexOf(0x0a) + 1
    if (end === 0 || end === block.length) return this.#line(block)
    const lines: string[] = []
    for (let at = 0; at < block.length; ) {
      const next = block.indexOf(0x0a, at) + 1 || block.length
      lines.push(this.#narrow(block.subarray(at, next)))
      at = next
    }
    return lines.join('')
  }
}

type Wide = WideName | Utf32Name

const isWide = (name: Encoding): name is Wide => name.startsWith('utf-16') || isUtf32(name)

function asUtf8(block: Uint8Array): string | undefined {
  try {
    return utf8.decode(block)
  } catch {
    return undefined
  }
}

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
