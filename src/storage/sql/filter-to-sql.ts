/** A filter of the domain as a parameterised SQL condition; `core/query-match.ts` says what it must mean. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { parseUuid } from '../../core/ids.ts'
import type { Comparison, Filter, Scalar, TextTest } from '../../core/query.ts'
import { type Column, type Columns, likePattern, textSql, textTestSql } from './columns.ts'

/** Shorter values have no trigram: their index would be read as a whole. */
const trigram = 3

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
  number: sql`numeric`,
  boolean: sql`boolean`,
} as const satisfies Record<Column['type'], RawBuilder<unknown>>

export function filterToSql<Field extends string>(
  filter: Filter<Field>,
  columns: Columns<Field>,
): RawBuilder<SqlBool> {
  switch (filter.kind) {
    case 'compare':
      return compare(single(columns, filter.field), filter.op, filter.value)
    case 'in':
      return joined(
        filter.values.map((value) => compare(single(columns, filter.field), 'eq', value)),
        'or',
      )
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
      return sql<SqlBool>`not (${filterToSql(filter.part, columns)})`
    case 'and':
      return joined(
        filter.parts.map((part) => filterToSql(part, columns)),
        'and',
      )
    case 'or':
      return joined(
        filter.parts.map((part) => filterToSql(part, columns)),
        'or',
      )
  }
}

function textTest(column: Column, op: TextTest, value: string): RawBuilder<SqlBool> {
  if (op === 'matches') return textTestSql(textSql(column), op, value)
  return like(column, likePattern(op, value), value)
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

function compare(column: Column, op: Comparison, value: Scalar): RawBuilder<SqlBool> {
  if (column.type === 'text') return compareText(column, op, String(value ?? ''))
  if (value === null) {
    if (op === 'eq') return sql<SqlBool>`${column.sql} is null`
    return op === 'ne' ? sql<SqlBool>`${column.sql} is not null` : sql<SqlBool>`false`
  }
  const operand = operandOf(column, value)
  if (operand === undefined) return sql<SqlBool>`${op === 'ne'}::boolean`
  if (op === 'ne') return sql<SqlBool>`${column.sql} is distinct from ${operand}`
  return sql<SqlBool>`coalesce(${column.sql} ${operators[op]} ${operand}, false)`
}

/** Undefined: not a value of the column's type, so nothing can equal it. */
function operandOf({ type }: Column, value: Scalar): RawBuilder<unknown> | undefined {
  const text = type === 'id' ? parseUuid(String(value)) : String(value)
  return text === undefined ? undefined : sql`${text}::${types[type]}`
}

/** Equality is written as a pattern without wildcards, because that is what the trigram index supports. */
function compareText(column: Column, op: Comparison, value: string): RawBuilder<SqlBool> {
  if (column.folded) {
    return op === 'ne'
      ? sql<SqlBool>`${column.sql} <> lower(${value}::text)`
      : sql<SqlBool>`${column.sql} ${operators[op]} lower(${value}::text)`
  }
  if (op === 'eq') return like(column, likePattern('eq', value), value)
  if (op === 'ne') return sql<SqlBool>`not (${like(column, likePattern('eq', value), value)})`
  return sql<SqlBool>`lower(${textSql(column)}) ${operators[op]} lower(${value}::text)`
}

function like(column: Column, pattern: string, needle: string): RawBuilder<SqlBool> {
  const text = textSql(column)
  // Appending the empty text hides the column from its index, so that the order index is used instead.
  const asked = [...needle].length < trigram ? sql`(${text} || '')` : text
  return sql<SqlBool>`${asked} ilike ${pattern}::text`
}
