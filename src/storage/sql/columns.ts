/** Fields of the domain as SQL: the only way from a field's name to a column. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { FieldType, TextTest } from '../../core/query.ts'

export type Column = {
  readonly type: Exclude<FieldType, 'texts'>
  readonly sql: RawBuilder<unknown>
  /** Whether it can be null; only a column that cannot is asked for as it stands, index and all. */
  readonly nullable: boolean
  /** The expression is in lower case already, so that equality is one look-up in its index. */
  readonly folded?: true
}

/** A field that is a list is asked for as a whole: whether some member passes. */
export type ListColumn = {
  readonly type: 'texts'
  /** `equals`: what a member must be, where nothing else passes, so that an index may find it. */
  any(
    passes: (member: RawBuilder<string>) => RawBuilder<SqlBool>,
    equals: string | undefined,
  ): RawBuilder<SqlBool>
}

/** Every field of the list; a field that is missing here cannot be asked for. */
export type Columns<Field extends string> = Readonly<Record<Field, Column | ListColumn>>

export function column(
  name: string,
  type: Column['type'] = 'text',
  options: { readonly nullable?: boolean } = {},
): Column {
  return { type, sql: sql.ref(name), nullable: options.nullable ?? true }
}

export const required = { nullable: false } as const

/** A text as it stands in a row, an absent one as the empty one that it is taken for. */
export function textSql({ sql: value, nullable, type }: Column): RawBuilder<string> {
  const text = type === 'text' ? value : sql`${value}::text`
  return nullable ? sql<string>`coalesce(${text}, '')` : sql<string>`${text}`
}

/** Whether a text that is there passes. */
export function textTestSql(
  text: RawBuilder<unknown>,
  op: TextTest | 'eq',
  value: string,
): RawBuilder<SqlBool> {
  if (op === 'matches') return sql<SqlBool>`${text} ~* ${value}::text`
  return sql<SqlBool>`${text} ilike ${likePattern(op, value)}::text`
}

/** The pattern of LIKE that `op` stands for, with nothing special in `value`. */
export function likePattern(op: Exclude<TextTest, 'matches'> | 'eq', value: string): string {
  const literal = value.replace(/[\\%_]/g, (char) => `\\${char}`)
  const [before, after] = [
    op === 'contains' || op === 'endsWith',
    op === 'contains' || op === 'startsWith',
  ]
  return `${before ? '%' : ''}${literal}${after ? '%' : ''}`
}
