/**
 * Identifiers that identify nothing, as rows of a table that operators extend.
 *
 * Patterns are a language of their own instead of regular expressions, because a careless expression
 * in a table could stop every import: literal characters, `?` any one, `#` any digit, `*` any run,
 * `[abc]` one of, each but `*` repeatable by `+`.
 */
import { byteSwapped } from 'taxiway-hardware-hash'
import { normalised, type ValueKind } from './normalise.ts'

/** One row: a value, in any spelling of it, or a pattern over the normalised spelling. */
export type DenyRow =
  | { readonly kind: ValueKind; readonly value: string }
  | { readonly kind: ValueKind; readonly pattern: string }

/** Whether a normalised value is worth nothing. */
export type DenyList = { denies(kind: ValueKind, value: string): boolean }

const maxPatternLength = 128
const maxRepeats = 2
/** Twice what makers may fill a field with; beyond it a pattern would grow slow and is not asked. */
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

/** The rows made ready for use; throws on a pattern that `isDenyPattern` refuses. */
export function denyListOf(rows: readonly DenyRow[]): DenyList {
  const values = new Set<string>()
  const patterns = new Map<ValueKind, RegExp[]>()
  for (const row of rows) {
    if ('value' in row) values.add(`${row.kind} ${normalised(row.kind, row.value)}`)
    else patterns.set(row.kind, [...(patterns.get(row.kind) ?? []), compiled(row.pattern)])
  }
  const listed = (kind: ValueKind, value: string) =>
    values.has(`${kind} ${value}`) || matches(patterns.get(kind), value)
  return {
    // A disk that nobody numbered says the same as a system that nobody numbered.
    denies: (kind, value) =>
      listed(kind, value) ||
      (kind === 'disk' && listed('serial', value)) ||
      (kind === 'uuid' && matches(patterns.get('uuid'), byteSwapped(value))),
  }
}

function matches(patterns: readonly RegExp[] | undefined, value: string): boolean {
  if (patterns === undefined || value.length > maxValueLength) return false
  return patterns.some((pattern) => pattern.test(value))
}

function compiled(pattern: string): RegExp {
  if (!isDenyPattern(pattern)) throw new Error(`"${pattern}" is no pattern of a deny list`)
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

/** Undefined where the text is no pattern. */
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
