/**
 * Splits text into numbered lines. CRLF, LF and CR all end a line, even mixed, and a line longer than
 * any device row is truncated, so that a file without line ends cannot fill the memory.
 */
export type LineEnding = 'crlf' | 'lf' | 'cr' | 'mixed' | 'none'

export type Line = {
  readonly number: number
  readonly text: string
  readonly tooLong: boolean
  /** The file ends in it, without a line end. */
  readonly isUnended?: true
}

/** Characters of a line that are kept; a device row has about 4,100. */
const maxLineLength = 1 << 18
const keptOfLongLine = 1000

/** Lines of a text that arrives in pieces, numbered from 1; the last one comes with `end`. */
export class LineReader {
  #pending = ''
  #tooLong = false
  #number = 0
  #crlf = 0
  #lf = 0
  #cr = 0

  /** The line ends found so far. */
  get lineEnding(): LineEnding {
    const kinds = [this.#crlf, this.#lf, this.#cr].filter((count) => count > 0).length
    if (kinds > 1) return 'mixed'
    if (this.#crlf > 0) return 'crlf'
    if (this.#lf > 0) return 'lf'
    return this.#cr > 0 ? 'cr' : 'none'
  }

  push(text: string): Line[] {
    const lines: Line[] = []
    const all = this.#pending === '' ? text : this.#pending + text
    let at = 0
    for (let end = all.indexOf('\n'); end !== -1; end = all.indexOf('\n', at)) {
      const crlf = end > at && all.charCodeAt(end - 1) === 13
      if (crlf) this.#crlf++
      else this.#lf++
      this.#split(all.slice(at, crlf ? end - 1 : end), lines)
      at = end + 1
    }
    this.#keep(all.slice(at), lines)
    return lines
  }

  end(): Line[] {
    const lines: Line[] = []
    let rest = this.#pending
    this.#pending = ''
    if (rest.endsWith('\r')) {
      this.#cr++
      rest = rest.slice(0, -1)
      this.#split(rest, lines)
    } else if (rest !== '' || this.#tooLong) {
      this.#split(rest, lines)
      const last = lines.pop()
      if (last !== undefined) lines.push({ ...last, isUnended: true })
    }
    return lines
  }

  /** A carriage return inside may still become half of a CRLF only if it is the last character. */
  #keep(rest: string, lines: Line[]): void {
    const safe = rest.slice(0, -1).lastIndexOf('\r')
    if (safe !== -1) {
      this.#cr++
      this.#split(rest.slice(0, safe), lines)
    }
    const held = rest.slice(safe + 1)
    if (held.length <= maxLineLength) {
      this.#pending = held
      return
    }
    this.#tooLong = true
    this.#pending = held.slice(0, keptOfLongLine) + (held.endsWith('\r') ? '\r' : '')
  }

  #split(text: string, lines: Line[]): void {
    if (!text.includes('\r')) {
      this.#add(text, lines)
      return
    }
    const parts = text.split('\r')
    this.#cr += parts.length - 1
    for (const part of parts) this.#add(part, lines)
  }

  #add(text: string, lines: Line[]): void {
    this.#number++
    const tooLong = this.#tooLong || text.length > maxLineLength
    this.#tooLong = false
    lines.push({
      number: this.#number,
      text: tooLong ? text.slice(0, keptOfLongLine) : text,
      tooLong,
    })
  }
}
