/** The plain text of a Rich Text document, as TextEdit and WordPad save what was pasted into them. */
import { decoderOfPage, type PageDecoder } from 'taxiway-device-csv'
import { codePageOf, codePageOfFont } from '../code-pages.ts'

export const isRichText = (head: string): boolean => head.trimStart().startsWith('{\\rtf')

const token =
  /\\'([0-9a-f]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z0-9'])|([{}])|([^\\{}\r\n]+)/gi
/** Groups that hold no text of the document. */
const hidden: ReadonlySet<string> = new Set([
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
])
const ends: Readonly<Record<string, string>> = { par: '\n', line: '\n', row: '\n', sect: '\n' }
const gaps: Readonly<Record<string, string>> = { tab: '\t', cell: '\t' }

export function textOfRichText(source: string): string {
  const document = new RichText()
  for (const match of source.matchAll(token)) document.take(match)
  return document.end()
}

/** What holds until the end of its group. */
type Group = {
  /** Its text is none of the document. */
  readonly isHidden: boolean
  /** It names the fonts. */
  readonly isOfFonts: boolean
  readonly font: number
  /** Characters for readers that do not know the Unicode letter before them. */
  readonly replacements: number
}

type Page = Parameters<typeof decoderOfPage>[0]

class RichText {
  readonly #text: string[] = []
  readonly #outer: Group[] = []
  #group: Group = { isHidden: false, isOfFonts: false, font: 0, replacements: 1 }
  /** The code page of the document, and those of its fonts. */
  #page: Page = 'windows-1252'
  readonly #pages = new Map<number, Page>()
  readonly #decoders = new Map<Page, PageDecoder>()
  /** Letters are one or two bytes in a row. */
  #bytes: number[] = []
  /** Characters that are still to be left out. */
  #toSkip = 0

  take([, code, word = '', number, symbol, brace, plain]: RegExpExecArray): void {
    if (code !== undefined) {
      this.#byte(Number.parseInt(code, 16))
      return
    }
    this.#flush()
    if (brace !== undefined) this.#brace(brace)
    else if (symbol === '*' || hidden.has(word)) this.#set({ isHidden: true })
    else if (!this.#takesWord(word, Number(number))) this.#add(plain ?? letterOf(word, symbol))
  }

  end(): string {
    this.#flush()
    return this.#text.join('')
  }

  #brace(brace: string): void {
    if (brace === '{') this.#outer.push(this.#group)
    else this.#group = this.#outer.pop() ?? this.#group
    this.#toSkip = 0
  }

  #set(change: Partial<Group>): void {
    this.#group = { ...this.#group, ...change }
  }

  /** A word about the letters that follow; false for any other. */
  #takesWord(word: string, number: number): boolean {
    if (word === 'u') this.#unicode(number)
    else if (word === 'uc') this.#set({ replacements: number })
    else if (word === 'f') this.#set({ font: number })
    else if (word === 'fonttbl') this.#set({ isHidden: true, isOfFonts: true })
    else if (word === 'ansicpg') this.#page = codePageOf(number) ?? this.#page
    else if (word === 'fcharset' && this.#group.isOfFonts) this.#font(number)
    else return false
    return true
  }

  #font(charset: number): void {
    const page = codePageOfFont(charset)
    if (page !== undefined) this.#pages.set(this.#group.font, page)
  }

  #unicode(code: number): void {
    this.#toSkip = 0
    this.#add(String.fromCharCode(code & 0xffff))
    this.#toSkip = this.#group.replacements
  }

  #byte(byte: number): void {
    if (this.#toSkip > 0) this.#toSkip--
    else this.#bytes.push(byte)
  }

  #flush(): void {
    if (this.#bytes.length === 0) return
    const page = this.#pages.get(this.#group.font) ?? this.#page
    const decoder = this.#decoders.get(page) ?? decoderOfPage(page)
    this.#decoders.set(page, decoder)
    this.#add(decoder.decode(new Uint8Array(this.#bytes)))
    this.#bytes = []
  }

  #add(more: string): void {
    if (this.#group.isHidden) return
    const kept = more.slice(this.#toSkip)
    this.#toSkip -= more.length - kept.length
    this.#text.push(kept)
  }
}

/** A backslash at the end of a line is a line end. */
function letterOf(word: string, symbol: string | undefined): string {
  if (symbol === '\n' || symbol === '\r') return '\n'
  if (symbol === '~') return ' '
  return symbol ?? ends[word] ?? gaps[word] ?? ''
}
