/**
 * OData `$filter` → the domain's filter. Recursive descent with Graph's precedence: `not` binds tightest, then
 * `and`, then `or`. Only properties exposed by the entity can be queried.
 */
import type {
  Comparison,
  FieldType,
  FieldTypes,
  Filter,
  Scalar,
  TextTest,
} from '../../../core/query.ts'
import { FilterCursor } from './filter-cursor.ts'
import { literalOf, textOf } from './filter-literals.ts'
import { type FilterToken, filterError, filterTokens } from './filter-tokens.ts'
import { withUnset } from './unset-dates.ts'

/** What can be queried: property name on the wire (lower case) → field of the domain. */
export type Askable<Field extends string> = {
  readonly fields: Readonly<Record<string, Field>>
  readonly types: FieldTypes<Field>
  /** Dates that are shown as `0001-01-01T00:00:00Z` where there is none. */
  readonly unsetDates?: readonly Field[]
  /** The values of fields that have no others. */
  readonly choices?: ReadonlyMap<Field, readonly string[]>
}

/** Maximum nesting of parentheses and `not`. */
const maxDepth = 50
/** Maximum number of conditions in one filter: a database plans each of them. */
const maxConditions = 200

const comparisons = new Set<string>(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])
const textTests: Readonly<Record<string, TextTest>> = {
  contains: 'contains',
  startswith: 'startsWith',
  endswith: 'endsWith',
}
/** Case never matters here, so these functions change nothing. */
const caseFunctions = new Set(['tolower', 'toupper'])
/** `value op property` means the same as `property mirrored value`. */
const mirrored = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const

export function parseFilter<Field extends string>(
  source: string,
  askable: Askable<Field>,
): Filter<Field> {
  return new FilterParser(filterTokens(source), askable).parse()
}

class FilterParser<Field extends string> {
  readonly #tokens: FilterCursor
  readonly #askable: Askable<Field>
  #depth = 0
  #conditions = 0

  constructor(tokens: readonly FilterToken[], askable: Askable<Field>) {
    this.#tokens = new FilterCursor(tokens)
    this.#askable = askable
  }

  parse(): Filter<Field> {
    const filter = this.#joined('or')
    const rest = this.#tokens.peek()
    if (rest.kind !== 'end') throw filterError(`'${rest.text}' is not expected`, rest.at)
    return filter
  }

  #joined(kind: 'or' | 'and'): Filter<Field> {
    const part = () => (kind === 'or' ? this.#joined('and') : this.#negation())
    const parts = [part()]
    while (this.#tokens.takeWord(kind)) parts.push(part())
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { kind, parts }
  }

  #negation(): Filter<Field> {
    if (!this.#tokens.takeWord('not')) return this.#condition()
    return this.#deeper(() => ({ kind: 'not', part: this.#negation() }))
  }

  #condition(): Filter<Field> {
    if (this.#tokens.takeMark('(')) {
      return this.#deeper(() => {
        const inner = this.#joined('or')
        this.#tokens.expectMark(')')
        return inner
      })
    }
    return this.#simple()
  }

  #simple(): Filter<Field> {
    const first = this.#tokens.peek()
    if (++this.#conditions > maxConditions)
      throw filterError(`more than ${maxConditions} conditions`, first.at)
    if (first.kind === 'text' || first.kind === 'number') return this.#mirrored()
    if (first.kind !== 'word')
      throw filterError(`a property is expected instead of '${first.text}'`, first.at)
    const [name, lambda] = first.text.toLowerCase().split('/any')
    if (lambda === '' && this.#tokens.followedByMark('(')) return this.#any(first, name ?? '')
    const test = textTests[first.text.toLowerCase()]
    if (test !== undefined && this.#tokens.followedByMark('(')) return this.#textTest(test)
    return this.#comparison(this.#property())
  }

  #textTest(op: TextTest): Filter<Field> {
    this.#tokens.advance(2)
    const at = this.#tokens.peek().at
    const field = this.#property()
    const type = this.#askable.types[field]
    if (type !== 'text' && type !== 'id') throw filterError('only texts have parts', at)
    this.#tokens.expectMark(',')
    const value = textOf(this.#tokens.take())
    this.#tokens.expectMark(')')
    return this.#compared({ kind: 'text', field, op, value })
  }

  /** `contains(x,'y') eq true` is the long form that some clients write. */
  #compared(test: Filter<Field>): Filter<Field> {
    const negated = this.#tokens.takeWord('ne')
    if (!negated && !this.#tokens.takeWord('eq')) return test
    const wanted = literalOf(this.#tokens.take(), 'boolean') === true
    return wanted === negated ? { kind: 'not', part: test } : test
  }

  /** `list/any(x:x eq 'value')`, or with a text function: some member passes. */
  #any(list: FilterToken, name: string): Filter<Field> {
    this.#tokens.advance(2)
    const field = this.#named(name, list)
    if (this.#askable.types[field] !== 'texts')
      throw filterError(`'${name}' is not a list`, list.at)
    const variable = this.#tokens.take().text
    this.#tokens.expectMark(':')
    const test = this.#memberTest(variable)
    this.#tokens.expectMark(')')
    return { kind: 'any', field, ...test }
  }

  #memberTest(variable: string): { op: TextTest | 'eq'; value: string } {
    const head = this.#tokens.take()
    const op = textTests[head.text.toLowerCase()]
    if (op !== undefined && this.#tokens.takeMark('(')) {
      this.#tokens.expectWord(variable)
      this.#tokens.expectMark(',')
      const value = textOf(this.#tokens.take())
      this.#tokens.expectMark(')')
      return { op, value }
    }
    if (head.text !== variable)
      throw filterError(`'${variable}' is expected instead of '${head.text}'`, head.at)
    this.#tokens.expectWord('eq')
    return { op: 'eq', value: textOf(this.#tokens.take()) }
  }

  #comparison(field: Field): Filter<Field> {
    const type = this.#comparable(field)
    const op = this.#tokens.take()
    const name = op.text.toLowerCase()
    if (op.kind === 'word' && name === 'in') return { kind: 'in', field, values: this.#list(field) }
    const comparison = comparisonOf(op)
    return this.#compare(field, comparison, this.#value(this.#tokens.take(), { field, type }))
  }

  #compare(field: Field, op: Comparison, value: Scalar): Filter<Field> {
    const isUnset = this.#askable.unsetDates?.includes(field) === true
    return isUnset ? withUnset(field, op, value) : { kind: 'compare', field, op, value }
  }

  /** A value that the field can have; a misspelt one would match nothing without a word. */
  #value(token: FilterToken, { field, type }: { field: Field; type: FieldType }): Scalar {
    const { fields, choices } = this.#askable
    if (token.kind === 'word' && Object.hasOwn(fields, token.text.toLowerCase()))
      throw filterError(`a value is expected instead of the property '${token.text}'`, token.at)
    const value = literalOf(token, type)
    const known = choices?.get(field)
    if (known === undefined || value === null || value === '') return value
    if (known.some((each) => each.toLowerCase() === String(value).toLowerCase())) return value
    throw filterError(`'${value}' is none of ${known.join(', ')}`, token.at)
  }

  #mirrored(): Filter<Field> {
    const value = this.#tokens.take()
    const op = mirrored[comparisonOf(this.#tokens.take())]
    const field = this.#property()
    return this.#compare(field, op, this.#value(value, { field, type: this.#comparable(field) }))
  }

  #comparable(field: Field): FieldType {
    const type = this.#askable.types[field]
    if (type === 'texts')
      throw filterError(
        `'${field}' is a list, ask for its members with any(…)`,
        this.#tokens.peek().at,
      )
    return type
  }

  #list(field: Field): readonly Scalar[] {
    const of = { field, type: this.#comparable(field) }
    this.#tokens.expectMark('(')
    const values = [this.#value(this.#tokens.take(), of)]
    while (this.#tokens.takeMark(',')) values.push(this.#value(this.#tokens.take(), of))
    this.#tokens.expectMark(')')
    return values
  }

  /** A property, possibly inside functions that only change its case. */
  #property(): Field {
    const token = this.#tokens.take()
    if (caseFunctions.has(token.text.toLowerCase()) && this.#tokens.takeMark('(')) {
      return this.#deeper(() => {
        const field = this.#property()
        this.#tokens.expectMark(')')
        return field
      })
    }
    return this.#named(token.text.toLowerCase(), token)
  }

  #named(name: string, { kind, text, at }: FilterToken): Field {
    const { fields } = this.#askable
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (kind === 'word' && this.#tokens.followedByMark('(', 0))
      throw filterError(`the function '${text}' is not supported`, at)
    if (kind !== 'word' || field === undefined) {
      throw filterError(`'${text}' is not a property that can be filtered`, at)
    }
    return field
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > maxDepth)
      throw filterError(`more than ${maxDepth} levels of nesting`, this.#tokens.peek().at)
    const result = parse()
    this.#depth--
    return result
  }
}

function comparisonOf({ kind, text, at }: FilterToken): Comparison {
  const name = text.toLowerCase()
  if (kind === 'word' && comparisons.has(name)) return name as Comparison
  throw filterError(`an operator (eq, ne, gt, ge, lt, le, in) is expected instead of '${text}'`, at)
}
