/** Fields of the domain as SQL: the only way from a field's name to a column. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { FieldType, TextTest } from '../../core/query.ts'

export type Column = {
  readonly type: Exclude<FieldType, 'texts'>
  readonly sql: RawBuilder<unknown>
  /** Whether it can be null; only a column that cannot be is compared directly, using its index. */
  readonly nullable: boolean
  /** The expression is already in lower case, so equality is one index look-up. */
  readonly folded?: true
}

/** A list field is queried as a whole: whether some member passes. */
export type ListColumn = {
  readonly type: 'texts'
  /** `equals`: the value a member must have, if nothing else passes, so that an index may find it. */
  any(
    passes: (member: RawBuilder<string>) => RawBuilder<SqlBool>,
    equals: string | undefined,
  ): RawBuilder<SqlBool>
}

/** Every field of the list; a field missing here cannot be queried. */
export type Columns<Field extends string> = Readonly<Record<Field, Column | ListColumn>>

export function column(
  name: string,
  type: Column['type'] = 'text',
  options: { readonly nullable?: boolean } = {},
): Column {
  return { type, sql: sql.ref(name), nullable: options.nullable ?? true }
}

export const required = { nullable: false } as const

/** A text column's value, with null as the empty text. */
export function textSql({ sql: value, nullable, type }: Column): RawBuilder<string> {
  const text = type === 'text' ? value : sql`${value}::text`
  return nullable ? sql<string>`coalesce(${text}, '')` : sql<string>`${text}`
}

/** Whether an existing text passes. */
export function textTestSql(
  text: RawBuilder<unknown>,
  op: TextTest | 'eq',
  value: string,
): RawBuilder<SqlBool> {
  if (op === 'matches') return sql<SqlBool>`${text} ~* ${value}::text`
  return sql<SqlBool>`${text} ilike ${likePattern(op, value)}::text`
}

/** The LIKE pattern for `op`, with special characters in `value` escaped. */
export function likePattern(op: Exclude<TextTest, 'matches'> | 'eq', value: string): string {
  const literal = value.replace(/[\\%_]/g, (char) => `\\${char}`)
  const [before, after] = [
    op === 'contains' || op === 'endsWith',
    op === 'contains' || op === 'startsWith',
  ]
  return `${before ? '%' : ''}${literal}${after ? '%' : ''}`
}
