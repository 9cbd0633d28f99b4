/**
 * Identifiers that identify nothing, as rows of a table that operators can extend.
 *
 * Patterns have their own language instead of regular expressions, because a careless expression in a table could
 * stop every import: literal characters, `?` any one, `#` any digit, `*` any run, `[abc]` one of them; each except
 * `*` can be repeated with `+`.
 */
import { byteSwapped } from 'taxiway-hardware-hash'
import { normalised, type ValueKind } from './normalise.ts'

/** One row: a value in any spelling, or a pattern over the normalised spelling. */
export type DenyRow =
  | { readonly kind: ValueKind; readonly value: string }
  | { readonly kind: ValueKind; readonly pattern: string }

/** Whether a normalised value is worthless. */
export type DenyList = { denies(kind: ValueKind, value: string): boolean }

const maxPatternLength = 128
const maxRepeats = 2
/** Twice what makers may put into a field; longer values are not matched, because a pattern would become slow. */
const maxValueLength = 256
const element = /\[(?:[^[\]\\^]+)\]\+?|\*|[^[\]\\*+]\+?/y

/** Whether `text` is a pattern that cannot deny everything and is quick on any value. */
export function isDenyPattern(text: string): boolean {
  const parts = elementsOf(text)
  return (
    parts !== undefined &&
    text.length <= maxPatternLength &&
    parts.some((part) => !/^[*?]/.test(part)) &&
    parts.filter((part) => part === '*' || /.\+$/.test(part)).length <= maxRepeats
  )
}

/** The rows compiled for use; throws on a pattern that `isDenyPattern` rejects. */
export function denyListOf(rows: readonly DenyRow[]): DenyList {
  const values = new Map<ValueKind, Set<string>>()
  const patterns = new Map<ValueKind, RegExp[]>()
  for (const row of rows) {
    if ('value' in row) {
      const known = values.get(row.kind) ?? new Set()
      values.set(row.kind, known.add(normalised(row.kind, row.value)))
    } else patterns.set(row.kind, [...(patterns.get(row.kind) ?? []), compiled(row.pattern)])
  }
  const listed = (kind: ValueKind, value: string) =>
    values.get(kind)?.has(value) === true || matches(patterns.get(kind), value)
  return {
    // A disk without a number says the same as a system without one.
    denies: (kind, value) =>
      listed(kind, value) ||
      (kind === 'disk' && listed('serial', value)) ||
      (kind === 'uuid' && patterns.has(kind) && matches(patterns.get(kind), byteSwapped(value))),
  }
}

function matches(patterns: readonly RegExp[] | undefined, value: string): boolean {
  if (patterns === undefined || value.length > maxValueLength) return false
  return patterns.some((pattern) => pattern.test(value))
}

function compiled(pattern: string): RegExp {
  if (!isDenyPattern(pattern)) throw new Error(`"${pattern}" is not a pattern of a deny list`)
  return new RegExp(`^${elementsOf(pattern)?.map(asExpression).join('')}$`, 'i')
}

function asExpression(part: string): string {
  if (part === '*') return '.*'
  const repeat = part.length > 1 && part.endsWith('+') ? '+' : ''
  const one = repeat === '' ? part : part.slice(0, -1)
  if (one.startsWith('[')) return `[${one.slice(1, -1).replace(/[-^\\\]]/g, '\\$&')}]${repeat}`
  if (one === '?') return `.${repeat}`
  if (one === '#') return `\\d${repeat}`
  return `${one.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}${repeat}`
}

/** Undefined if the text is not a pattern. */
function elementsOf(text: string): readonly string[] | undefined {
  const parts: string[] = []
  element.lastIndex = 0
  while (element.lastIndex < text.length) {
    const part = element.exec(text)?.[0]
    if (part === undefined) return undefined
    parts.push(part)
  }
  return parts.length === 0 ? undefined : parts
}
