/** The plain text of a Rich Text document, as TextEdit and WordPad save what was pasted into them. */

export const isRichText = (head: string): boolean => head.trimStart().startsWith('{\\rtf')

const token =
  /\\'([0-9a-f]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z0-9'])|([{}])|([^\\{}\r\n]+)/gi
/** Groups that hold no text of the document. */
const hidden: ReadonlySet<string> = new Set([
  'fonttbl',
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
const ansi = new TextDecoder('windows-1252')

export function textOfRichText(source: string): string {
  const document = new RichText()
  for (const match of source.matchAll(token)) document.take(match)
  return document.text
}

class RichText {
  text = ''
  /** Of the groups that are open, whether their text belongs to the document. */
  readonly #isHidden: boolean[] = []
  /** Characters for readers that do not know the Unicode letter before them. */
  #replacements = 0

  take([, code, word = '', number, symbol, brace, plain]: RegExpExecArray): void {
    if (brace === '{') this.#isHidden.push(this.#isHidden.at(-1) === true)
    else if (brace === '}') this.#isHidden.pop()
    else if (symbol === '*' || hidden.has(word)) this.#isHidden[this.#isHidden.length - 1] = true
    else if (word === 'u') this.#unicode(Number(number))
    else this.#add(code === undefined ? (plain ?? letterOf(word, symbol)) : letterOfCode(code))
  }

  #unicode(code: number): void {
    this.#add(String.fromCharCode(code & 0xffff))
    this.#replacements = 1
  }

  #add(more: string): void {
    if (this.#isHidden.at(-1) === true) return
    const kept = more.slice(this.#replacements)
    this.#replacements -= more.length - kept.length
    this.text += kept
  }
}

const letterOfCode = (code: string): string =>
  ansi.decode(new Uint8Array([Number.parseInt(code, 16)]))

/** A backslash at the end of a line is a line end. */
function letterOf(word: string, symbol: string | undefined): string {
  if (symbol === '\n' || symbol === '\r') return '\n'
  if (symbol === '~') return ' '
  return symbol ?? ends[word] ?? gaps[word] ?? ''
}
