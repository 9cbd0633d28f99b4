/**
 * OData `$filter` → the domain's filter. Recursive descent with Graph's precedence: `not` binds closest,
 * then `and`, then `or`. Only properties that the entity exposes can be asked for.
 */
import type { Comparison, Filter, Scalar, TextTest } from '../../../core/query.ts'
import { type FilterToken, filterError, filterTokens } from './filter-tokens.ts'

/** Property name on the wire (lower case) → field of the domain. */
export type FilterFields<Field extends string> = Readonly<Record<string, Field>>

/** Deepest nesting of parentheses and `not`. */
const maxDepth = 50

const comparisons = new Set<string>(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])
const textTests: Readonly<Record<string, TextTest>> = {
  contains: 'contains',
  startswith: 'startsWith',
  endswith: 'endsWith',
}

export function parseFilter<Field extends string>(
  source: string,
  fields: FilterFields<Field>,
): Filter<Field> {
  const parser = new FilterParser(filterTokens(source), fields)
  return parser.parse()
}

class FilterParser<Field extends string> {
  readonly #tokens: readonly FilterToken[]
  readonly #fields: FilterFields<Field>
  #next = 0
  #depth = 0

  constructor(tokens: readonly FilterToken[], fields: FilterFields<Field>) {
    this.#tokens = tokens
    this.#fields = fields
  }

  parse(): Filter<Field> {
    const filter = this.#joined('or')
    const rest = this.#peek()
    if (rest.kind !== 'end') throw filterError(`'${rest.text}' is not expected`, rest.at)
    return filter
  }

  #joined(kind: 'or' | 'and'): Filter<Field> {
    const part = () => (kind === 'or' ? this.#joined('and') : this.#negation())
    const parts = [part()]
    while (this.#takeWord(kind)) parts.push(part())
    const [only] = parts
    return parts.length === 1 && only !== undefined ? only : { kind, parts }
  }

  #negation(): Filter<Field> {
    if (!this.#takeWord('not')) return this.#condition()
    return this.#deeper(() => ({ kind: 'not', part: this.#negation() }))
  }

  #condition(): Filter<Field> {
    if (this.#takeMark('(')) {
      return this.#deeper(() => {
        const inner = this.#joined('or')
        this.#expectMark(')')
        return inner
      })
    }
    const word = this.#take()
    if (word.kind !== 'word')
      throw filterError(`a property is expected instead of '${word.text}'`, word.at)
    const test = textTests[word.text.toLowerCase()]
    if (test !== undefined && this.#takeMark('(')) return this.#textTest(test)
    return this.#comparison(this.#field(word))
  }

  #textTest(op: TextTest): Filter<Field> {
    const field = this.#field(this.#take())
    this.#expectMark(',')
    const value = this.#take()
    if (value.kind !== 'text')
      throw filterError(`a quoted text is expected instead of '${value.text}'`, value.at)
    this.#expectMark(')')
    // `contains(x,'y') eq true` is the long form that some clients write.
    const test: Filter<Field> = { kind: 'text', field, op, value: unquote(value.text) }
    if (!this.#takeWord('eq')) return test
    return this.#literal() === false ? { kind: 'not', part: test } : test
  }

  #comparison(field: Field): Filter<Field> {
    const op = this.#take()
    const name = op.text.toLowerCase()
    if (op.kind === 'word' && name === 'in') return { kind: 'in', field, values: this.#list() }
    if (op.kind !== 'word' || !comparisons.has(name)) {
      throw filterError(
        `an operator (eq, ne, gt, ge, lt, le, in) is expected instead of '${op.text}'`,
        op.at,
      )
    }
    return { kind: 'compare', field, op: name as Comparison, value: this.#literal() }
  }

  #list(): readonly Scalar[] {
    this.#expectMark('(')
    const values = [this.#literal()]
    while (this.#takeMark(',')) values.push(this.#literal())
    this.#expectMark(')')
    return values
  }

  #literal(): Scalar {
    const { kind, text, at } = this.#take()
    if (kind === 'text') return unquote(text)
    if (kind === 'number') return Number(text)
    if (kind !== 'word') throw filterError(`a value is expected instead of '${text}'`, at)
    const lower = text.toLowerCase()
    if (lower === 'null') return null
    if (lower === 'true' || lower === 'false') return lower === 'true'
    // An unquoted GUID, date or enum member stands for its text.
    return text
  }

  #field({ kind, text, at }: FilterToken): Field {
    const name = text.toLowerCase()
    const field = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
    if (kind !== 'word' || field === undefined) {
      throw filterError(`'${text}' is not a property that can be filtered`, at)
    }
    return field
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > maxDepth)
      throw filterError(`more than ${maxDepth} levels of nesting`, this.#peek().at)
    const result = parse()
    this.#depth--
    return result
  }

  #peek(): FilterToken {
    return this.#tokens[this.#next] ?? { kind: 'end', text: 'the end', at: 0 }
  }

  #take(): FilterToken {
    const token = this.#peek()
    this.#next++
    return token
  }

  #takeWord(word: string): boolean {
    const token = this.#peek()
    const found = token.kind === 'word' && token.text.toLowerCase() === word
    if (found) this.#next++
    return found
  }

  #takeMark(mark: string): boolean {
    const token = this.#peek()
    const found = token.kind === 'punctuation' && token.text === mark
    if (found) this.#next++
    return found
  }

  #expectMark(mark: string): void {
    const token = this.#peek()
    if (!this.#takeMark(mark))
      throw filterError(`'${mark}' is expected instead of '${token.text}'`, token.at)
  }
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll("''", "'")
}
