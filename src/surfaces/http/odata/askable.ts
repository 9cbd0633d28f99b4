/** What a filter may ask for: the properties of the entity, and the values that they can have. */
import type { Comparison, FieldType, FieldTypes, Scalar } from '../../../core/query.ts'
import { literalOf } from './filter-literals.ts'
import { type FilterToken, filterError } from './filter-tokens.ts'

/** What can be queried: property name on the wire (lower case) → field of the domain. */
export type Askable<Field extends string> = {
  readonly fields: Readonly<Record<string, Field>>
  readonly types: FieldTypes<Field>
  /** Dates that are shown as `0001-01-01T00:00:00Z` where there is none. */
  readonly unsetDates?: readonly Field[]
  /** The values of fields that have no others. */
  readonly choices?: ReadonlyMap<Field, readonly string[]>
}

/** The property of that name, which the token has or contains. */
export function fieldOf<Field extends string>(
  { fields }: Askable<Field>,
  name: string,
  { kind, text, at }: FilterToken,
): Field {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (kind !== 'word' || field === undefined) {
    throw filterError(`'${text}' is not a property that can be filtered`, at)
  }
  return field
}

/** A value that the field can have; a misspelt one would match nothing without a word. */
export function valueFor<Field extends string>(
  { fields, choices }: Askable<Field>,
  token: FilterToken,
  { field, type }: { field: Field; type: FieldType },
): Scalar {
  if (token.kind === 'word' && Object.hasOwn(fields, token.text.toLowerCase()))
    throw filterError(`a value is expected instead of the property '${token.text}'`, token.at)
  const value = literalOf(token, type)
  const known = choices?.get(field)
  if (known === undefined || value === null || value === '') return value
  if (known.some((each) => each.toLowerCase() === String(value).toLowerCase())) return value
  throw filterError(`'${value}' is none of ${known.join(', ')}`, token.at)
}

const comparisons = new Set<string>(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])

export function comparisonOf({ kind, text, at }: FilterToken): Comparison {
  const name = text.toLowerCase()
  if (kind === 'word' && comparisons.has(name)) return name as Comparison
  throw filterError(`an operator (eq, ne, gt, ge, lt, le, in) is expected instead of '${text}'`, at)
}
