/** A filter of the domain as a parameterised SQL condition; `core/query-match.ts` says what it must mean. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Comparison, Filter, Scalar, TextTest } from '../../core/query.ts'
import { fold } from '../../core/query-match.ts'
import { parseUuid } from '../../core/uuid.ts'
import { type Column, type Columns, keySql, likePattern, textSql, textTestSql } from './columns.ts'

/** Without one an index of parts would be read as a whole. */
export function hasTrigram(value: string): boolean {
  return [...value].length >= 3
}

const operators = {
  eq: sql`=`,
  ne: sql`<>`,
  gt: sql`>`,
  ge: sql`>=`,
  lt: sql`<`,
  le: sql`<=`,
} as const satisfies Record<Comparison, RawBuilder<unknown>>

const types = {
  text: sql`text`,
  id: sql`uuid`,
  date: sql`timestamptz`,
  number: sql`int8`,
  boolean: sql`boolean`,
} as const satisfies Record<Column['type'], RawBuilder<unknown>>

export function filterToSql<Field extends string>(
  filter: Filter<Field>,
  columns: Columns<Field>,
): RawBuilder<SqlBool> {
  return conditionOf(filter, columns, true)
}

/** `must`: no row passes without it. */
function conditionOf<Field extends string>(
  filter: Filter<Field>,
  columns: Columns<Field>,
  must: boolean,
): RawBuilder<SqlBool> {
  switch (filter.kind) {
    case 'compare':
      return compare({ column: single(columns, filter.field), must }, filter.op, filter.value)
    case 'in': {
      const of = { column: single(columns, filter.field), must: must && filter.values.length === 1 }
      return joined(
        filter.values.map((value) => compare(of, 'eq', value)),
        'or',
      )
    }
    case 'text':
      return textTest(single(columns, filter.field), filter.op, filter.value)
    case 'any': {
      const list = columns[filter.field]
      if (list.type !== 'texts') return sql<SqlBool>`false`
      const { op, value, negated = false } = filter
      const equals = op === 'eq' && !negated ? value : undefined
      return list.any((member) => {
        const passes = textTestSql(member, op, value)
        return negated ? sql<SqlBool>`not (${passes})` : passes
      }, equals)
    }
    case 'not':
      return sql<SqlBool>`not (${conditionOf(filter.part, columns, false)})`
    case 'and':
      return joined(
        filter.parts.map((part) => conditionOf(part, columns, must)),
        'and',
      )
    case 'or':
      return joined(
        filter.parts.map((part) => conditionOf(part, columns, false)),
        'or',
      )
  }
}

function textTest(column: Column, op: TextTest, value: string): RawBuilder<SqlBool> {
  const text = textSql(column)
  const pattern = op === 'matches' ? '' : likePattern(op, value)
  switch (op) {
    case 'matches':
      return textTestSql(text, op, value)
    case 'startsWith':
      return sql<SqlBool>`${keyOfText(column)} like lower(${pattern}::text)`
    default: {
      // Hidden from the index, so that the index of the order is used instead.
      if (!hasTrigram(value)) return sql<SqlBool>`${keyOfText(column)} like lower(${pattern}::text)`
      const sought = column.rarestPart?.(value) ?? value
      const part = likePattern('contains', sought)
      if (column.hasTrigrams) {
        if (sought === value) return sql<SqlBool>`${text} ilike ${pattern}::text`
        // What the planner cannot look into makes it expect no fewer rows.
        return sql<SqlBool>`${text} ilike ${part}::text and coalesce(${text} ilike ${pattern}::text, false)`
      }
      // As indexes of the order have it: their statistics say how many there are.
      const itself = sql<SqlBool>`${keyOfText(column)} like lower(${pattern}::text)`
      if (column.partOf === undefined) return itself
      return sql<SqlBool>`${column.partOf} ilike ${part}::text and ${itself}`
    }
  }
}

function single<Field extends string>(columns: Columns<Field>, field: Field): Column {
  const column = columns[field]
  if (column.type === 'texts') throw new Error(`the list ${field} is asked for as a single value`)
  return column
}

/** With no parts, "all" holds and "any" does not. */
function joined(parts: readonly RawBuilder<SqlBool>[], by: 'and' | 'or'): RawBuilder<SqlBool> {
  if (parts.length === 0) return by === 'and' ? sql<SqlBool>`true` : sql<SqlBool>`false`
  const bracketed = parts.map((part) => sql`(${part})`)
  return sql<SqlBool>`${sql.join(bracketed, by === 'and' ? sql` and ` : sql` or `)}`
}

type Compared = { readonly column: Column; readonly must: boolean }

function compare(of: Compared, op: Comparison, value: Scalar): RawBuilder<SqlBool> {
  const { column } = of
  if (column.type === 'text') return compareText(of, op, String(value ?? ''))
  const key = keySql(column)
  if (value === null) {
    if (op === 'eq') return sql<SqlBool>`${column.sql} is null`
    return op === 'ne' ? sql<SqlBool>`${column.sql} is not null` : sql<SqlBool>`false`
  }
  const operand = operandOf(column, value)
  if (operand === undefined) return sql<SqlBool>`${op === 'ne'}::boolean`
  if (op === 'ne') return sql<SqlBool>`${column.sql} is distinct from ${operand}`
  const holds = sql<SqlBool>`${presence(column, op)}${key} ${operators[op]} ${operand}`
  return unlessUsual(of, { op, value: String(value) }, holds)
}

/** What is absent is less than nothing; without a lower bound an index would be read from there on. */
function presence(column: Column, op: Comparison): RawBuilder<unknown> {
  if (!column.nullable) return sql``
  const isBelow = (op === 'lt' || op === 'le') && column.type === 'date'
  return isBelow
    ? sql`${keySql(column)} > '-infinity'::timestamptz and `
    : sql`${column.sql} is not null and `
}

/** Undefined: not a value of the column's type, so nothing can equal it. */
function operandOf({ type }: Column, value: Scalar): RawBuilder<unknown> | undefined {
  const text = type === 'id' ? parseUuid(String(value)) : String(value)
  if (text === undefined) return undefined
  const exact = type !== 'number' || Number.isSafeInteger(Number(value))
  return sql`${text}::${exact ? types[type] : sql`numeric`}`
}

function compareText(of: Compared, op: Comparison, value: string): RawBuilder<SqlBool> {
  const holds = sql<SqlBool>`${keyOfText(of.column)} ${operators[op]} lower(${value}::text)`
  return unlessUsual(of, { op, value }, holds)
}

/** What equals another value than the usual one is found by an index. */
function unlessUsual(
  { column: { usually }, must }: Compared,
  { op, value }: { readonly op: Comparison; readonly value: string },
  holds: RawBuilder<SqlBool>,
): RawBuilder<SqlBool> {
  if (usually === undefined || op !== 'eq' || fold(value) === fold(usually.value)) return holds
  if (!must || usually.inOrder === undefined)
    return sql<SqlBool>`${usually.having(value)} and ${holds}`
  // A comparison that the planner cannot look into is none that it expects few rows of.
  return sql<SqlBool>`${usually.inOrder(value)} and coalesce(${holds}, false)`
}

function keyOfText(column: Column): RawBuilder<unknown> {
  return sql`lower(${textSql(column)})`
}
