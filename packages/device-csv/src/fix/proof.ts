/**
 * Proves that a repair changed nothing else: a digest over every untouched field as it was read, and one
 * over the same fields read back from the output. Digests are chained row by row, so order counts too.
 */
import { sha256 } from 'taxiway-hardware-hash'
import type { Column } from '../row.ts'
import { splitFields } from '../text/fields.ts'
import { LineReader } from '../text/lines.ts'

export type Proof = {
  /** Fields that no repair touched. */
  readonly fields: number
  /** SHA-256 over those fields as in the input, hex. */
  readonly digestBefore: string
  /** The same fields, read back from the output. */
  readonly digestAfter: string
  readonly equal: boolean
}

export const nothingWritten: Proof = { fields: 0, digestBefore: '', digestAfter: '', equal: true }

const utf8 = new TextEncoder()
const chain = (before: string, fields: readonly string[]): string =>
  sha256(utf8.encode([before, ...fields].join('\u001f')))

export class UntouchedFields {
  readonly #written: readonly Column[]
  readonly #ansi = new TextDecoder('windows-1252')
  readonly #lines = new LineReader()
  readonly #expected: (readonly number[])[] = []
  /** Lines of titles that are still to come. */
  #titles: number
  #fields = 0
  #before = ''
  #after = ''

  /** `written` are the columns of the output, in order; `titles` is the number of lines above its rows. */
  constructor(written: readonly Column[], titles: number) {
    this.#written = written
    this.#titles = titles
  }

  /** A row is about to be written: `fieldOf` returns a column as in the input, undefined if it is new or changed. */
  expect(fieldOf: (column: Column) => string | undefined): void {
    const positions: number[] = []
    const fields: string[] = []
    this.#written.forEach((column, at) => {
      const field = fieldOf(column)
      if (field === undefined) return
      positions.push(at)
      fields.push(field)
    })
    this.#expected.push(positions)
    this.#fields += fields.length
    this.#before = chain(this.#before, fields)
  }

  /** Bytes of the output, as they are written. */
  wrote(bytes: Uint8Array): void {
    for (const { text } of this.#lines.push(this.#ansi.decode(bytes, { stream: true })))
      this.#compare(text)
  }

  end(): Proof {
    for (const { text } of this.#lines.end()) this.#compare(text)
    const equal = this.#before === this.#after && this.#expected.length === 0
    return { fields: this.#fields, digestBefore: this.#before, digestAfter: this.#after, equal }
  }

  #compare(line: string): void {
    if (this.#titles > 0) {
      this.#titles--
      return
    }
    const { values } = splitFields(line, ',')
    const positions = this.#expected.shift() ?? []
    this.#after = chain(
      this.#after,
      positions.map((at) => values[at] ?? ''),
    )
  }
}
