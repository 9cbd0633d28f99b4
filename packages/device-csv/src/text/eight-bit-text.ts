/** Lines of eight-bit text, each as UTF-8 if it is valid UTF-8, else by the code page that a person has named, or as Windows-1252. */
import { decoderOfPage, mayLookLikeUtf8, type PageDecoder } from './code-pages.ts'
import { type CodePage, type Encoding, isCodePage } from './encoding-name.ts'
import { wideLine } from './wide-text.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const damagedUtf8: PageDecoder = new TextDecoder('utf-8')

export class EightBitText {
  /** There are lines of several encodings. */
  mixed = false
  /** The text begins with the mark of UTF-8. */
  bom = false
  readonly #named: Encoding | undefined
  /** Of lines that are not UTF-8. */
  readonly #page: CodePage
  readonly #decoder: PageDecoder
  /** A line may be valid UTF-8 by chance. */
  readonly #isUtf8Doubtful: boolean
  #sawUtf8 = false
  #sawPage = false

  /** `named`: what a person says that the text is in, where it does not show that itself. */
  constructor(named: Encoding | undefined) {
    this.#named = named
    this.#page = named !== undefined && isCodePage(named) ? named : 'windows-1252'
    this.#decoder = named === 'utf-8' ? damagedUtf8 : decoderOfPage(this.#page)
    this.#isUtf8Doubtful = mayLookLikeUtf8(this.#page)
  }

  get encoding(): Encoding {
    if (this.#sawPage) return this.#named === 'utf-8' ? 'utf-8' : this.#page
    return this.#sawUtf8 || this.bom ? 'utf-8' : 'ascii'
  }

  /** Takes whole lines. */
  push(block: Uint8Array): string {
    const text = asUtf8(block)
    // Zeros mean 16-bit text among the lines. Searching the decoded text is several times faster.
    if (text !== undefined && !text.includes('\u0000') && this.#isSurely(text, block))
      return this.#utf8(text, block)
    const end = block.indexOf(0x0a) + 1
    if (end === 0 || end === block.length) return this.#line(block)
    const lines: string[] = []
    for (let at = 0; at < block.length; ) {
      const next = block.indexOf(0x0a, at) + 1 || block.length
      lines.push(this.push(block.subarray(at, next)))
      at = next
    }
    return lines.join('')
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
}

function asUtf8(block: Uint8Array): string | undefined {
  try {
    return utf8.decode(block)
  } catch {
    return undefined
  }
}
