/**
 * Turns lines into records of fields. A record is one line, except for one kind of damage: a long hash that a
 * mail program or an editor has wrapped over several lines. They are joined only if every
 * following line contains nothing but base64, so nothing else can be swallowed.
 */

import { isWhole } from '../hash/repair-hash.ts'
import { type Fields, splitFields } from './fields.ts'
import type { Line } from './lines.ts'

export type FieldRecord = Fields & {
  readonly line: number
  readonly wrapped: boolean
  /** The line as written, or the joined lines. */
  readonly text: string
  /** The file ends in it, without a line end. */
  readonly isUnended?: true
}

const hashLength = 4000
const maxParts = 200
const maxJoined = 20_000
/** Shorter lines are not part of a wrapped hash, unless they complete it. */
const minPartLength = 32
const maxRestLength = 1000

type Held = {
  readonly first: Line
  readonly more: Line[]
  readonly quoted: boolean
  length: number
  /** All lines are as long as the first, also the one that ends the hash: what follows it may go on below. */
  isFull: boolean
}

export class RecordReader {
  readonly #separator: string
  readonly #hashAt: number
  #held: Held | undefined

  /** `hashAt` is the position of the hash among the fields, -1 when the file has none. */
  constructor(separator: string, hashAt: number) {
    this.#separator = separator
    this.#hashAt = hashAt
  }

  push(line: Line): FieldRecord[] {
    const held = this.#held
    if (held === undefined) return this.#begin(line)
    const part = partOf(held, line.text, this.#separator)
    if (part === 'none') return [...this.end(), ...this.#begin(line)]
    held.more.push(line)
    held.length += line.text.trimEnd().length
    if (part === 'last') held.isFull = isFull(held)
    return part === 'more' || held.isFull ? [] : this.end()
  }

  end(): FieldRecord[] {
    const held = this.#held
    this.#held = undefined
    if (held === undefined) return []
    const { first, more, quoted } = held
    if (more.length === 0) return [this.#record(first, false)]
    const joined = [first.text.trimEnd(), ...more.map((line) => line.text.trimEnd())].join('')
    const record = this.#record({ ...first, text: joined }, true)
    if (!quoted || record.fault === 'none') return [record]
    return [first, ...more].map((line) => this.#record(line, false))
  }

  #begin(line: Line): FieldRecord[] {
    const record = this.#record(line, false)
    const last = record.values.length - 1
    const length = record.values[last]?.trimEnd().length ?? 0
    const quoted = record.fault === 'open'
    const cutShort =
      quoted || (length >= minPartLength && length < hashLength && record.fault === 'none')
    if (last !== this.#hashAt || !cutShort) return [record]
    this.#held = { first: line, more: [], quoted, length, isFull: false }
    return []
  }

  #record(line: Line, wrapped: boolean): FieldRecord {
    const { values, quoted, fault } = splitFields(line.text, this.#separator)
    const record = { line: line.number, values, quoted, fault, wrapped, text: line.text }
    return line.isUnended === true ? { ...record, isUnended: true } : record
  }
}

type Part = 'none' | 'more' | 'last'

/** How a line continues the record before it: not at all, or as a further or last part. */
function partOf(held: Held, text: string, separator: string): Part {
  if (held.isFull) return isTail(text, held, separator) ? 'last' : 'none'
  if (held.more.length >= maxParts || held.length >= maxJoined) return 'none'
  return held.quoted ? quotedPart(text) : plainPart(held, text, separator)
}

function quotedPart(text: string): Part {
  if (/^[A-Za-z0-9+/=\s]*$/.test(text)) return 'more'
  return /^[A-Za-z0-9+/=\s]*"/.test(text) ? 'last' : 'none'
}

function plainPart(held: Held, text: string, separator: string): Part {
  const end = text.indexOf(separator)
  // Mail programs leave a blank where they have broken a line.
  const part = end === -1 ? text.trimEnd() : text.slice(0, end)
  const total = held.length + part.length
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(part) || total > hashLength) return 'none'
  if (total < hashLength) return end === -1 && part.length >= minPartLength ? 'more' : 'none'
  if (end === -1 && part.length >= minPartLength) return 'last'
  // What follows the last part may be a tag and a user, or another row: only the digest can decide.
  return text.length - part.length < maxRestLength && isWhole(hashOf(held, separator) + part)
    ? 'last'
    : 'none'
}

const isFull = ({ first, more, quoted }: Held): boolean =>
  !quoted && more.every(({ text }) => text.length === first.text.length)

/** A tag or a user that goes on in the next line, which is neither a row nor a word of its own. */
function isTail(text: string, { first }: Held, separator: string): boolean {
  if (text.length > first.text.length || text.trim() === '' || /T0[EFGH]/.test(text)) return false
  return text.includes(separator) || /^(?:[a-z\d.@_-]\S*|\S*@\S+)$/.test(text)
}

function hashOf({ first, more }: Held, separator: string): string {
  const start = first.text.slice(first.text.lastIndexOf(separator) + 1)
  return start.trimEnd() + more.map((line) => line.text.trimEnd()).join('')
}
