/** Columns without a title: values in them make a row uncertain, unless they only number the rows. */
import type { SayAt } from '../findings/say.ts'
import type { Layout } from '../layout/layout.ts'
import type { FieldRecord } from '../text/records.ts'
import { isBlank } from '../values/row-words.ts'

export class UntitledColumns {
  readonly #say: SayAt
  readonly #hasHeader: boolean
  /** From 0. */
  readonly #positions: readonly number[]
  readonly #used = new Set<number>()
  /** The running number of the row before, in a first column without a title. */
  #number: number | undefined

  constructor({ header, meaning }: Layout, say: SayAt) {
    this.#say = say
    this.#hasHeader = header !== null
    this.#positions = meaning.flatMap((column, at) =>
      column === undefined && isBlank(header?.[at] ?? '') ? [at] : [],
    )
  }

  hasValue({ line, values }: FieldRecord): boolean {
    let isThere = false
    for (const at of this.#positions) {
      const value = values[at] ?? ''
      if (isBlank(value)) continue
      this.#used.add(at)
      if (at === 0 && this.#isRunningNumber(value, line)) continue
      isThere = true
      this.#say('value-without-title', { line, column: at + 1, detail: value })
    }
    return isThere
  }

  /** Programs number the rows in a first column without a title: 0, 1, 2 … Such a number is not a value of the device. */
  #isRunningNumber(value: string, line: number): boolean {
    const number = /^\s*\d{1,7}\s*$/.test(value) ? Number(value) : Number.NaN
    const isFirst = this.#number === undefined && (number === 0 || number === 1)
    if (!isFirst && number !== (this.#number ?? Number.NaN) + 1) return false
    if (isFirst)
      this.#say('column-extra', { line, column: 1, detail: 'column 1, a running number' })
    this.#number = number
    return true
  }

  /** After the last row: reports those that had no value at all; `line` is the header's. */
  end(line: number): void {
    if (!this.#hasHeader) return
    for (const at of this.#positions) {
      if (!this.#used.has(at)) this.#say('trailing-separator', { line, column: at + 1, detail: '' })
    }
  }
}
