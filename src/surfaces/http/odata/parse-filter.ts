/**
 * OData `$filter` → the domain's filter. Recursive descent with Graph's precedence: `not` binds tightest, then
 * `and`, then `or`. Only properties exposed by the entity can be queried.
 */
import type { Comparison, FieldType, Filter, Scalar, TextTest } from '../../../core/query.ts'
import { type Askable, comparisonOf, fieldOf, valueFor } from './askable.ts'
import { FilterCursor } from './filter-cursor.ts'
import { literalOf, textOf } from './filter-literals.ts'
import { type FilterToken, filterError, filterTokens } from './filter-tokens.ts'
import { memberTest, textTests } from './text-tests.ts'
import { withUnset } from './unset-dates.ts'

/** Maximum nesting of parentheses and `not`. */
const maxDepth = 50
/** Maximum number of conditions in one filter: a database plans each of them. */
const maxConditions = 200

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
    const test = memberTest(this.#tokens, variable)
    this.#tokens.expectMark(')')
    return { kind: 'any', field, ...test }
  }

  #comparison(field: Field): Filter<Field> {
    const type = this.#comparable(field)
    const op = this.#tokens.take()
    const name = op.text.toLowerCase()
    if (op.kind === 'word' && name === 'in') return { kind: 'in', field, values: this.#list(field) }
    const comparison = comparisonOf(op)
    return this.#compare(
      field,
      comparison,
      valueFor(this.#askable, this.#tokens.take(), { field, type }),
    )
  }

  #compare(field: Field, op: Comparison, value: Scalar): Filter<Field> {
    const isUnset = this.#askable.unsetDates?.includes(field) === true
    return isUnset ? withUnset(field, op, value) : { kind: 'compare', field, op, value }
  }

  #mirrored(): Filter<Field> {
    const value = this.#tokens.take()
    const op = mirrored[comparisonOf(this.#tokens.take())]
    const field = this.#property()
    const type = this.#comparable(field)
    return this.#compare(field, op, valueFor(this.#askable, value, { field, type }))
  }

  #comparable(field: Field): FieldType {
    const type = this.#askable.types[field]
    if (type === 'texts')
      throw filterError(
        `'${field}' is a list: ask for its members with any(…)`,
        this.#tokens.peek().at,
      )
    return type
  }

  #list(field: Field): readonly Scalar[] {
    const of = { field, type: this.#comparable(field) }
    this.#tokens.expectMark('(')
    const values = [valueFor(this.#askable, this.#tokens.take(), of)]
    while (this.#tokens.takeMark(',')) values.push(valueFor(this.#askable, this.#tokens.take(), of))
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

  #named(name: string, token: FilterToken): Field {
    if (token.kind === 'word' && this.#tokens.followedByMark('(', 0))
      throw filterError(`the function '${token.text}' is not supported`, token.at)
    return fieldOf(this.#askable, name, token)
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > maxDepth)
      throw filterError(`more than ${maxDepth} levels of nesting`, this.#tokens.peek().at)
    const result = parse()
    this.#depth--
    return result
  }
}
