/**
 * The fields of a record as they were meant: split by another separator, cut into the pieces of a hash, or run together
 * with the next row. Only what a digest or the header proves is changed.
 */

import type { SayAt } from '../findings/say.ts'
import { beginsHash } from '../hash/begins-hash.ts'
import { wholeAtStart } from '../hash/repair-hash.ts'
import { indexOfHash } from '../layout/guess-line.ts'
import type { Layout } from '../layout/layout.ts'
import { titleWords } from '../layout/titles.ts'
import { splitFields } from '../text/fields.ts'
import type { FieldRecord } from '../text/records.ts'
import { separatorName } from '../values/row-words.ts'
import { afterHash, nextRowAt } from './lost-end.ts'
import { joinedPieces, resplit } from './resplit.ts'

/** A hash of the full length in a row of the full width needs no second look. */
const hashLength = 4000

export class FieldSettler {
  readonly #layout: Layout
  readonly #say: SayAt
  readonly #hashAt: number
  /** Of the hash, 1-based. */
  readonly #column: number | null
  #separatorSaid = false

  constructor(layout: Layout, say: SayAt) {
    this.#layout = layout
    this.#say = say
    this.#hashAt = layout.meaning.indexOf('hardwareHash')
    this.#column = this.#hashAt === -1 ? null : this.#hashAt + 1
  }

  /** The fields as they were meant, as far as a digest or the header proves it. */
  settled(record: FieldRecord): { fields: FieldRecord; rest?: string } {
    const hash = record.values[this.#hashAt]
    const isPlain = record.values.length === this.#layout.meaning.length && record.fault === 'none'
    if (this.#hashAt === -1 || (isPlain && hash?.length === hashLength)) return { fields: record }
    if (hash === undefined || !isPlain) {
      const again = this.#resplit(record)
      if (again !== undefined) return { fields: again }
    }
    return this.#joined(record)
  }

  #resplit(record: FieldRecord): FieldRecord | undefined {
    const hash = record.values[this.#hashAt] ?? ''
    if (record.fault === 'none' && hash.length >= hashLength) return undefined
    const found = resplit(record.text, this.#layout)
    if (found === undefined || isSameList(found.values, record.values)) return undefined
    const { separator, ...fields } = found
    if (separator !== this.#layout.separator && !this.#separatorSaid) {
      this.#separatorSaid = true
      const detail = separatorName(separator)
      this.#say('separator-not-comma', { line: record.line, column: null, detail })
    }
    return { ...record, ...fields }
  }

  #joined(record: FieldRecord): { fields: FieldRecord; rest?: string } {
    const { line, values, text } = record
    const column = this.#column
    const value = values[this.#hashAt] ?? ''
    const whole = wholeAtStart(value.trimStart())
    if (whole !== undefined) {
      const end = text.indexOf(whole) + whole.length
      const rest = afterHash(text.slice(end))
      const tail = value.trimStart().slice(whole.length).trim()
      if (tail !== '' && !/^[A=]+$/.test(tail) && !beginsHash(tail) && isNextLine(rest)) {
        this.#say('line-end-lost', { line, column, detail: rest })
        const own = [...values.slice(0, this.#hashAt), whole]
        const isStray = splitFields(text.slice(0, end), this.#layout.separator).fault === 'stray'
        return { fields: { ...record, values: own, fault: isStray ? 'stray' : 'none' }, rest }
      }
    }
    const at = nextRowAt(record, { hashAt: this.#hashAt, width: this.#layout.meaning.length })
    if (at !== undefined) {
      const rest = text.slice(at)
      this.#say('line-end-lost', { line, column: null, detail: rest })
      const first = splitFields(text.slice(0, at), this.#layout.separator)
      return { fields: { ...record, values: first.values.map((each) => each.trimEnd()) }, rest }
    }
    const pieces = joinedPieces(values, this.#hashAt, this.#layout.meaning.length)
    if (pieces === undefined) return { fields: record }
    this.#say('hash-wrapped', { line, column })
    return { fields: { ...record, values: pieces } }
  }
}

/** Another row or titles; anything else behind a hash, such as an invisible character, belongs to its own row. */
const isNextLine = (rest: string): boolean => indexOfHash(rest) !== -1 || titleWords.test(rest)

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at])
