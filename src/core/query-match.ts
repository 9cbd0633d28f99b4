/**
 * The meaning of a filter, evaluated on a row in memory. Storage must find the same rows by SQL; a property test
 * keeps the two equal.
 */
import type { Comparison, FieldTypes, Filter, Scalar, TextTest } from './query.ts'

/** The value of a field; a list only for fields of type `texts`. */
export type FieldValue = Scalar | Date | readonly string[]

export type Row<Field extends string> = {
  readonly types: FieldTypes<Field>
  valueOf(field: Field): FieldValue
}

export function matches<Field extends string>(filter: Filter<Field>, row: Row<Field>): boolean {
  switch (filter.kind) {
    case 'compare':
      return compare(row, filter)
    case 'in':
      return filter.values.some((value) => compare(row, { ...filter, op: 'eq', value }))
    case 'text':
      return textTest(textOf(row.valueOf(filter.field)), filter.op, filter.value)
    case 'any':
      return anyOf(row.valueOf(filter.field), filter)
    case 'not':
      return !matches(filter.part, row)
    case 'and':
      return filter.parts.every((part) => matches(part, row))
    case 'or':
      return filter.parts.some((part) => matches(part, row))
  }
}

/** Simple case folding, character by character: what PostgreSQL's `lower` does under C.UTF-8. */
export function fold(text: string): string {
  let folded = ''
  for (const char of text) {
    const lower = char.toLowerCase()
    folded += [...lower].length === 1 ? lower : String.fromCodePoint(lower.codePointAt(0) ?? 0)
  }
  return folded
}

function anyOf(
  list: FieldValue,
  { op, value, negated = false }: { op: TextTest | 'eq'; value: string; negated?: boolean },
): boolean {
  if (!Array.isArray(list)) return false
  return list.some((each: string) => {
    const passes = op === 'eq' ? fold(each) === fold(value) : textTest(each, op, value)
    return passes !== negated
  })
}

function textTest(text: string, op: TextTest, value: string): boolean {
  if (op === 'matches') return new RegExp(value, 'iu').test(text)
  const [whole, part] = [fold(text), fold(value)]
  if (op === 'contains') return whole.includes(part)
  return op === 'startsWith' ? whole.startsWith(part) : whole.endsWith(part)
}

function compare<Field extends string>(
  row: Row<Field>,
  { field, op, value }: { field: Field; op: Comparison; value: Scalar },
): boolean {
  const held = row.valueOf(field)
  if (row.types[field] === 'text')
    return holds(op, byCodePoint(fold(textOf(held)), fold(textOf(value))))
  // Absent equals only absent, and has no place in any order.
  if (held === null || value === null) return op === (held === value ? 'eq' : 'ne')
  if (held instanceof Date) return holds(op, Math.sign(held.getTime() - Date.parse(String(value))))
  if (typeof held === 'string') return holds(op, byCodePoint(held, String(value).toLowerCase()))
  return holds(op, Math.sign(Number(held) - Number(value)))
}

function textOf(value: FieldValue): string {
  return value === null ? '' : String(value)
}

function holds(op: Comparison, sign: number): boolean {
  switch (op) {
    case 'eq':
      return sign === 0
    case 'ne':
      return sign !== 0
    case 'gt':
      return sign > 0
    case 'ge':
      return sign >= 0
    case 'lt':
      return sign < 0
    case 'le':
      return sign <= 0
  }
}

/** UTF-8 order, as databases sort; JavaScript itself sorts by UTF-16. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return Math.sign(left.length - right.length)
}
