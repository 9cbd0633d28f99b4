/** Text of four bytes a character, as PowerShell's `-Encoding UTF32` and Python's `utf-32` write it. */

export type Utf32Name = 'utf-32le' | 'utf-32be'

export const isUtf32 = (name: string): name is Utf32Name => name.startsWith('utf-32')

export class Utf32Text {
  /** No program is known to append such text to text of another width. */
  readonly mixed = false
  readonly #isLittle: boolean
  #held = new Uint8Array(0)

  constructor(name: Utf32Name) {
    this.#isLittle = name === 'utf-32le'
  }

  push(chunk: Uint8Array): string {
    const bytes = new Uint8Array(this.#held.length + chunk.length)
    bytes.set(this.#held)
    bytes.set(chunk, this.#held.length)
    const end = bytes.length - (bytes.length % 4)
    this.#held = bytes.slice(end)
    const view = new DataView(bytes.buffer)
    let text = ''
    for (let at = 0; at < end; at += 4) text += letterOf(view.getUint32(at, this.#isLittle))
    return text
  }
}

function letterOf(code: number): string {
  const isLetter = code < 0xd800 || (code > 0xdfff && code <= 0x10ffff)
  return isLetter ? String.fromCodePoint(code) : '\ufffd'
}

/** Without a byte order mark: the two high bytes of nearly every character are zeros, and its low byte is none. */
export function utf32ByZeros(head: Uint8Array): Utf32Name | undefined {
  const letters = head.length >> 2
  const zeros = [0, 0, 0, 0]
  for (let at = 0; at < letters * 4; at++)
    if (head[at] === 0) zeros[at & 3] = (zeros[at & 3] ?? 0) + 1
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros
  const few = letters * 0.1
  const most = letters * 0.9
  if (letters < 4) return undefined
  if (first < few && third > most && fourth > most) return 'utf-32le'
  return fourth < few && first > most && second > most ? 'utf-32be' : undefined
}
