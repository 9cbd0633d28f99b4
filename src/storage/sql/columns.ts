/** Fields of the domain as SQL: the only way from a field's name to a column. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { FieldType, TextTest } from '../../core/query.ts'

export type Column = {
  readonly type: Exclude<FieldType, 'texts'>
  readonly sql: RawBuilder<unknown>
  readonly nullable: boolean
  /** Whether an index finds parts of it. */
  readonly hasTrigrams?: true
  /** A longer text that this one is part of, and of which an index finds parts. */
  readonly partOf?: RawBuilder<unknown>
  /** Of a text that is looked for, the part by which the index of parts is asked; absent: the whole text. */
  readonly rarestPart?: (value: string) => string
  /** Most rows have this value; an index finds those that have another. */
  readonly usually?: {
    readonly value: string
    readonly having: (value: string) => RawBuilder<SqlBool>
    /** The same where no row passes without it: leaves hardly any other value, and finds rows in the order of their ids. */
    readonly inOrder?: (value: string) => RawBuilder<SqlBool>
  }
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

/** What a value is compared and ordered by, as indexes have it: never null, texts in lower case, nulls first. */
export function keySql(column: Column): RawBuilder<unknown> {
  if (column.type === 'text') return sql`lower(${textSql(column)})`
  return column.nullable ? sql`coalesce(${column.sql}, ${absent[column.type]})` : column.sql
}

/** Before every other value of the type. */
const absent = {
  id: sql`'00000000-0000-0000-0000-000000000000'::uuid`,
  date: sql`'-infinity'::timestamptz`,
  number: sql`'-9223372036854775808'::int8`,
  boolean: sql`false`,
} as const satisfies Record<Exclude<Column['type'], 'text'>, unknown>

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
