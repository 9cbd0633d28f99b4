/**
 * A position in a list as text: the keys of the last row seen. It comes back from clients, so only values of the
 * key's type reach the database.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { DomainError } from '../../core/errors.ts'
import { parseUuid } from '../../core/uuid.ts'

/** One sort expression. */
export type Key = {
  readonly sql: RawBuilder<unknown>
  readonly type: 'text' | 'uuid' | 'timestamptz' | 'int8' | 'boolean'
  readonly descending: boolean
}

/** A row with its keys as texts. */
export type Keyed = { readonly list_keys: readonly string[] }

export function textsOf(keys: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`array[${sql.join(keys.map((key) => sql`${key}::text`))}]`
}

export function ordered(keys: readonly Key[]): RawBuilder<unknown> {
  return sql.join(keys.map((key) => (key.descending ? sql`${key.sql} desc` : key.sql)))
}

export function cursorText(keys: readonly string[]): string {
  return JSON.stringify(keys)
}

/** The rows after the position `cursor`. */
export function cursorAfter(keys: readonly Key[], cursor: string): RawBuilder<SqlBool> {
  const values = valuesOf(cursor)
  if (values?.length !== keys.length || !keys.every((key, i) => fits(key, values[i])))
    throw notOfThisList()
  const places = keys.map((key, i) => ({ ...key, value: sql`${values[i]}::${sql.raw(key.type)}` }))
  const [first] = places
  if (first !== undefined && places.every(({ descending }) => descending === first.descending)) {
    const [left, right] = [places.map((place) => place.sql), places.map(({ value }) => value)]
    const operator = first.descending ? sql`<` : sql`>`
    return sql<SqlBool>`(${sql.join(left)}) ${operator} (${sql.join(right)})`
  }
  // With several directions: equal in the previous keys, and further on in this one.
  const further = places.map((place, i) => {
    const equal = places.slice(0, i).map((each) => sql`${each.sql} = ${each.value} and `)
    const operator = place.descending ? sql`<` : sql`>`
    return sql`(${sql.join(equal, sql``)}${place.sql} ${operator} ${place.value})`
  })
  return sql<SqlBool>`(${sql.join(further, sql` or `)})`
}

/** The id in the cursor of a list ordered by id alone. */
export function idInCursor(cursor: string): string {
  const values = valuesOf(cursor)
  const id = values?.length === 1 ? parseUuid(values[0] ?? '') : undefined
  if (id === undefined) throw notOfThisList()
  return id
}

function notOfThisList(): DomainError {
  return new DomainError('request-invalid', 'The $skiptoken is not one of this list.')
}

function valuesOf(cursor: string): readonly string[] | undefined {
  try {
    const values: unknown = JSON.parse(cursor)
    return Array.isArray(values) && values.every((value) => typeof value === 'string')
      ? values
      : undefined
  } catch {
    return undefined
  }
}

const timestamp = /^(-infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?( BC)?)$/

function fits({ type }: Key, value = ''): boolean {
  switch (type) {
    case 'text':
      return !value.includes('\0')
    case 'uuid':
      return parseUuid(value) !== undefined
    case 'timestamptz':
      return timestamp.test(value)
    case 'int8':
      return /^-?\d{1,19}$/.test(value)
    case 'boolean':
      return value === 'true' || value === 'false'
  }
}
