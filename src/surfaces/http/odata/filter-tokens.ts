/** The tokens of an OData `$filter`, each with its position (characters from 0) for messages. */
import { DomainError } from '../../../core/errors.ts'

export type FilterToken = {
  readonly kind: 'word' | 'text' | 'number' | 'punctuation' | 'end'
  readonly text: string
  readonly at: number
}

const shapes = [
  ['text', /'(?:[^']|'')*'/y],
  // A member of an enumeration with its type, as OData writes it: `microsoft.graph.enrollmentState'enrolled'`.
  ['text', /[A-Za-z_]\w*(?:\.\w+)+'(?:[^']|'')*'/y],
  // Dates and GUIDs before numbers: both start with digits.
  ['word', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy],
  // A plus sign that was not encoded has become a blank.
  ['word', /\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+ -]\d\d:\d\d))?/y],
  ['number', /-?\d+(?:\.\d+)?(?![\w.])/y],
  ['word', /[A-Za-z_@][\w./@]*/y],
  ['punctuation', /[(),:]/y],
] as const

export function filterTokens(source: string): readonly FilterToken[] {
  const tokens: FilterToken[] = []
  let at = 0
  while (at < source.length) {
    const blank = /[ \t\r\n]+/y
    blank.lastIndex = at
    if (blank.test(source)) {
      at = blank.lastIndex
      continue
    }
    const token = tokenAt(source, at)
    tokens.push(token)
    at += token.text.length
  }
  tokens.push({ kind: 'end', text: 'the end', at })
  return tokens
}

function tokenAt(source: string, at: number): FilterToken {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at
    const match = shape.exec(source)
    if (match !== null) return { kind, text: match[0], at }
  }
  throw filterError(`'${source[at]}' has no meaning`, at)
}

export function filterError(what: string, at: number): DomainError {
  return new DomainError('request-invalid', `Invalid $filter: ${what} at position ${at}.`)
}
