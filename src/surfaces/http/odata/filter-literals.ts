/** Values in a `$filter`, converted to the type of their property; what cannot be converted is refused. */
import type { FieldType, Scalar } from '../../../core/query.ts'
import { type FilterToken, filterError } from './filter-tokens.ts'

const date = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/i

export function literalOf({ kind, text, at }: FilterToken, type: FieldType): Scalar {
  if (kind === 'punctuation' || kind === 'end')
    throw filterError(`a value is expected instead of '${text}'`, at)
  const plain = kind === 'text' ? unquote(text) : text
  if (kind === 'word' && plain.toLowerCase() === 'null') return null
  if (type === 'number') return numberOf(plain, at)
  if (type === 'boolean') return booleanOf(plain, at)
  if (type === 'date') return dateOf(plain.replace(' ', '+'), at)
  // An unquoted GUID, number or enum member stands for its text.
  return storable(plain, at)
}

/** The text between the quotes of a text token, where only text is allowed. */
export function textOf({ kind, text, at }: FilterToken): string {
  if (kind !== 'text') throw filterError(`a quoted text is expected instead of '${text}'`, at)
  return storable(unquote(text), at)
}

/** A type before the quotes says nothing that the property does not. */
function unquote(text: string): string {
  return text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'")
}

/** No database stores a NUL character in text, so nothing can be compared with one. */
function storable(text: string, at: number): string {
  if (text.includes('\0')) throw filterError('a NUL character cannot be compared', at)
  return text
}

function numberOf(text: string, at: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value))
    throw filterError(`'${text}' is not a whole number`, at)
  return value
}

function booleanOf(text: string, at: number): boolean {
  const lower = text.toLowerCase()
  if (lower !== 'true' && lower !== 'false')
    throw filterError(`'${text}' is neither true nor false`, at)
  return lower === 'true'
}

/** To the millisecond, in UTC. */
function dateOf(text: string, at: number): string {
  const time = date.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw filterError(`'${text}' is not a date and time`, at)
  return new Date(time).toISOString()
}
