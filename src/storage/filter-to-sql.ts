/** A filter of the domain as a parameterised SQL condition. Field names become columns through a table. */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Comparison, Filter, Scalar, TextTest } from '../core/query.ts'

/** Field → SQL expression; a field that is missing here cannot be asked for. */
export type Columns<Field extends string> = Readonly<Record<Field, RawBuilder<unknown>>>

const operators = {
  eq: '=',
  ne: '<>',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
} as const satisfies Record<Comparison, string>

export function filterToSql<Field extends string>(
  filter: Filter<Field>,
  columns: Columns<Field>,
): Expression<SqlBool> {
  switch (filter.kind) {
    case 'compare':
      return compare(columns[filter.field], filter.op, filter.value)
    case 'in':
      return sql<SqlBool>`${columns[filter.field]}::text = any(${filter.values.map(String)}::text[])`
    case 'text':
      return sql<SqlBool>`coalesce(${columns[filter.field]}::text, '') ilike ${pattern(filter.op, filter.value)}`
    case 'not':
      return sql<SqlBool>`not (${filterToSql(filter.part, columns)})`
    default: {
      const parts = filter.parts.map((part) => sql`(${filterToSql(part, columns)})`)
      return sql<SqlBool>`${sql.join(parts, filter.kind === 'and' ? sql` and ` : sql` or `)}`
    }
  }
}

/** Null equals null and nothing else, as in OData: a comparison never yields "unknown". */
function compare(column: RawBuilder<unknown>, op: Comparison, value: Scalar): Expression<SqlBool> {
  if (value === null) {
    return op === 'ne' ? sql<SqlBool>`${column} is not null` : sql<SqlBool>`${column} is null`
  }
  if (typeof value !== 'string')
    return sql<SqlBool>`coalesce(${column} ${sql.raw(operators[op])} ${value}, false)`
  if (op === 'ne') return sql<SqlBool>`lower(${column}::text) is distinct from lower(${value})`
  return sql<SqlBool>`coalesce(lower(${column}::text) ${sql.raw(operators[op])} lower(${value}), false)`
}

function pattern(op: TextTest, value: string): string {
  const literal = value.replace(/[\\%_]/g, (char) => `\\${char}`)
  return `${op === 'startsWith' ? '' : '%'}${literal}${op === 'endsWith' ? '' : '%'}`
}
