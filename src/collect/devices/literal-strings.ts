/** The texts in quotation marks that programs write, and the place in the text that is read. */

const pieceOfHash = /^[A-Za-z0-9+/]{40,}$/
const hashLength = 4000
/** A plus sign or a full stop joins pieces; without one they may be separate values. */
const joint = /\s*[+.\\]\s*(?=["'])/y
const gap = /\s*(?=["'])/y
const escaped = /u([\dA-Fa-f]{4})|(["'\\/`]|\r?\n)/y

export class LiteralStrings {
  protected at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The letter at the place; '' at the end. */
  protected get letter(): string {
    return this.#text[this.at] ?? ''
  }

  /** What matches at the place, which it is moved behind; '' otherwise. */
  protected match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  /** The text in the marks at the place, with the pieces that are joined to it. */
  protected string(): string {
    let text = this.#piece()
    for (;;) {
      const isOpen = pieceOfHash.test(text) && text.length < hashLength
      const before = this.at
      if (this.match(joint) === '' && !(isOpen && this.#isPieceNext())) return text
      if (this.letter !== '"' && this.letter !== "'") {
        this.at = before
        return text
      }
      text += this.#piece()
    }
  }

  #isPieceNext(): boolean {
    this.match(gap)
    return this.letter === '"' || this.letter === "'"
  }

  #piece(): string {
    const mark = this.letter
    const triple = mark.repeat(3)
    const end = this.#text.startsWith(triple, this.at) ? triple : mark
    this.at += end.length
    const parts: string[] = []
    while (this.at < this.#text.length) {
      if (!this.#text.startsWith(end, this.at)) parts.push(this.#letter())
      else {
        this.at += end.length
        // A mark inside the text is written twice.
        if (end !== mark || this.letter !== mark) break
        parts.push(mark)
        this.at++
      }
    }
    return parts.join('')
  }

  /** One letter, or what a backslash and the next letters stand for. */
  #letter(): string {
    const letter = this.letter
    this.at++
    if (letter !== '\\') return letter
    escaped.lastIndex = this.at
    const [whole = '', code, own] = escaped.exec(this.#text) ?? []
    this.at += whole.length
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    return own === undefined ? letter : own.trim()
  }
}
