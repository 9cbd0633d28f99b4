/**
 * Splits a group's rule into words, each with its position (characters from 0) for messages.
 *
 * Operators may omit their hyphen [documented: Entra dynamic membership rules]. Typographic quotes and hyphens, as
 * word processors insert them, are read as plain ones.
 */
import { DomainError } from '../errors.ts'

export type Word = {
  readonly kind: 'text' | 'name' | 'operator' | 'mark' | 'end'
  /** Texts without their quotes; operators in lower case, with hyphen. */
  readonly text: string
  readonly at: number
}

const operators = new Set([
  'and',
  'or',
  'not',
  'eq',
  'ne',
  'in',
  'notin',
  'contains',
  'notcontains',
  'startswith',
  'notstartswith',
  'endswith',
  'notendswith',
  'match',
  'notmatch',
  'any',
  'all',
  'le',
  'ge',
  'lt',
  'gt',
])

const shape =
  /\s+|(?<text>["“”„](?:[^"“”„`]|`.)*["“”„]|['‘’‚](?:[^'‘’‚]|'')*['‘’‚])|(?<operator>[-‐‑‒–—−][A-Za-z]+)|(?<name>\$?[A-Za-z_][\w.]*)|(?<mark>[()[\],])/y

export function ruleWords(rule: string): readonly Word[] {
  const words: Word[] = []
  let at = 0
  while (at < rule.length) {
    shape.lastIndex = at
    const match = shape.exec(rule)
    if (match === null) throw ruleFault(`'${rule[at]}' has no meaning`, at)
    const word = wordOf(match.groups ?? {}, at)
    if (word !== undefined) words.push(word)
    at += match[0].length
  }
  words.push({ kind: 'end', text: 'the end', at })
  return words
}

function wordOf(
  groups: Readonly<Record<string, string | undefined>>,
  at: number,
): Word | undefined {
  const { text, operator, name, mark } = groups
  if (text !== undefined) return { kind: 'text', text: unquote(text), at }
  if (operator !== undefined)
    return { kind: 'operator', text: `-${operator.slice(1)}`.toLowerCase(), at }
  if (name !== undefined) return nameOf(name, at)
  return mark === undefined ? undefined : { kind: 'mark', text: mark, at }
}

function nameOf(name: string, at: number): Word {
  const lower = name.toLowerCase()
  return operators.has(lower)
    ? { kind: 'operator', text: `-${lower}`, at }
    : { kind: 'name', text: name, at }
}

function unquote(text: string): string {
  const inner = text.slice(1, -1)
  return /^["“”„]/.test(text) ? inner.replace(/`(.)/g, '$1') : inner.replaceAll("''", "'")
}

export function ruleFault(what: string, at: number): DomainError {
  return new DomainError('request-invalid', `Invalid membership rule: ${what} at position ${at}.`)
}
