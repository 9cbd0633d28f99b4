/**
 * Turns membership rules of device groups into filters over devices, such as `(device.devicePhysicalIds -any (_ -eq
 * "[OrderID]:Kiosk"))`. Text comparison ignores case. [documented: Entra dynamic membership rules]
 */
import type { DeviceField } from '../devices/device-field.ts'
import type { Filter, TextTest } from '../query.ts'
import { patternFault, plainPattern } from './rule-pattern.ts'
import { collections, flags, membership, properties } from './rule-properties.ts'
import { ruleFault, ruleWords, type Word } from './rule-words.ts'

type DeviceFilter = Filter<DeviceField>

const maxDepth = 50

/** [documented: Entra dynamic membership rules] */
const maxRuleLength = 3_072

/** Null: a rule about users, which no device satisfies. */
export function parseRule(rule: string): DeviceFilter | null {
  if (rule.length > maxRuleLength)
    throw ruleFault(`more than ${maxRuleLength} characters`, maxRuleLength)
  const words = ruleWords(rule)
  const about = words.find(({ kind }) => kind === 'name')?.text.toLowerCase() ?? ''
  if (!about.startsWith('user.')) return new RuleParser(words).parse()
  const other = words.find(({ kind, text }) => kind === 'name' && /^device\./i.test(text))
  if (other !== undefined)
    throw ruleFault('a rule is about people or about devices, not both', other.at)
  return null
}

class RuleParser {
  readonly #words: readonly Word[]
  #next = 0
  #depth = 0

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  parse(): DeviceFilter {
    const filter = this.#joined('-or')
    const rest = this.#take()
    if (rest.kind !== 'end') throw ruleFault(`'${rest.text}' is not expected`, rest.at)
    return filter
  }

  #joined(operator: '-or' | '-and'): DeviceFilter {
    const part = () => (operator === '-or' ? this.#joined('-and') : this.#condition())
    const parts = [part()]
    while (this.#took('operator', operator)) parts.push(part())
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return only
    return { kind: operator === '-or' ? 'or' : 'and', parts }
  }

  #condition(): DeviceFilter {
    if (++this.#depth > maxDepth) throw ruleFault(`more than ${maxDepth} levels`, this.#peek().at)
    const filter = this.#nested()
    this.#depth--
    return filter
  }

  #nested(): DeviceFilter {
    if (this.#took('operator', '-not')) return { kind: 'not', part: this.#condition() }
    if (!this.#took('mark', '(')) return this.#comparison()
    const inner = this.#joined('-or')
    this.#expect('mark', ')')
    return inner
  }

  #comparison(): DeviceFilter {
    const word = this.#take()
    const name = word.text.toLowerCase()
    if (word.kind === 'name' && Object.hasOwn(collections, name))
      return this.#members(collections[name] as DeviceField)
    if (word.kind === 'name' && name === membership) return this.#membership()
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (word.kind !== 'name' || field === undefined)
      throw ruleFault(`'${word.text}' is not a property of a device that is known here`, word.at)
    const operator = this.#take()
    const test = testOf(operator)
    return joined(
      test,
      this.#values(test, operator).map((value) => single(field, test, { value, operator })),
    )
  }

  /** `-any (_ -eq "…")` or `-all (…)`; the parentheses may be omitted. `_` stands for the list's members. */
  #members(field: DeviceField): DeviceFilter {
    // [documented: (device.systemLabels -startsWith "M365Managed")]
    if (field === 'systemLabels' && !/^-(any|all)$/.test(this.#peek().text))
      return this.#anyOf(field)
    const quantifier = this.#take()
    if (quantifier.text !== '-any' && quantifier.text !== '-all')
      throw ruleFault(`-any or -all is expected instead of '${quantifier.text}'`, quantifier.at)
    const bracketed = this.#took('mark', '(')
    this.#expect('name', '_')
    const operator = this.#take()
    const test = testOf(operator)
    const values = this.#values(test, operator)
    if (bracketed) this.#expect('mark', ')')
    const negated = test.negated !== (quantifier.text === '-all')
    const parts = values.map(
      (value): DeviceFilter => ({
        kind: 'any',
        field,
        op: test.op,
        value,
        ...(negated && { negated: true as const }),
      }),
    )
    // All pass if none fails.
    return quantifier.text === '-all'
      ? { kind: 'not', part: joined({ ...test, negated: !test.negated }, parts) }
      : joined(test, parts)
  }

  /** One of them passes, or with a negated operator none of them fails. */
  #anyOf(field: DeviceField): DeviceFilter {
    const operator = this.#take()
    const test = testOf(operator)
    const parts = this.#values(test, operator).map(
      (value): DeviceFilter => ({ kind: 'any', field, op: test.op, value }),
    )
    const found = joined({ ...test, negated: false }, parts)
    return test.negated ? { kind: 'not', part: found } : found
  }

  /** `device.memberof -any (group.objectId -in ['…'])` */
  #membership(): DeviceFilter {
    this.#expect('operator', '-any')
    this.#expect('mark', '(')
    this.#expect('name', 'group.objectid')
    const operator = this.#take()
    const test = testOf(operator)
    if (test.op !== 'eq' || test.negated)
      throw ruleFault(`-in or -eq is expected instead of '${operator.text}'`, operator.at)
    const values = this.#values(test, operator)
    this.#expect('mark', ')')
    return joined(
      test,
      values.map((value) => ({ kind: 'any', field: 'groupIds', op: 'eq', value })),
    )
  }

  #values(test: Test, operator: Word): readonly string[] {
    const given = test.several ? this.#list() : [this.#value()]
    const values = test.op === 'matches' ? given.map(plainPattern) : given
    const fault = test.op === 'matches' ? patternFault(values[0] ?? '') : undefined
    if (fault !== undefined) throw ruleFault(`${operator.text} does not take ${fault}`, operator.at)
    return values
  }

  #list(): readonly string[] {
    this.#expect('mark', '[')
    const values = [this.#value()]
    while (this.#took('mark', ',')) values.push(this.#value())
    this.#expect('mark', ']')
    return values
  }

  #value(): string {
    const word = this.#take()
    if (word.kind === 'text') return word.text
    // Scripts write `$null` and `$true`, as PowerShell does.
    const lower = word.text.toLowerCase().replace(/^\$/, '')
    if (lower === 'null') return ''
    if (lower === 'true' || lower === 'false') return lower
    throw ruleFault(`a quoted text is expected instead of '${word.text}'`, word.at)
  }

  #peek(): Word {
    return this.#words[this.#next] ?? { kind: 'end', text: 'the end', at: 0 }
  }

  #take(): Word {
    const word = this.#peek()
    this.#next++
    return word
  }

  #took(kind: Word['kind'], text: string): boolean {
    const word = this.#peek()
    const found = word.kind === kind && word.text.toLowerCase() === text
    if (found) this.#next++
    return found
  }

  #expect(kind: Word['kind'], text: string): void {
    const { text: found, at } = this.#peek()
    if (!this.#took(kind, text)) throw ruleFault(`'${text}' is expected instead of '${found}'`, at)
  }
}

type Test = {
  readonly op: TextTest | 'eq'
  readonly negated: boolean
  /** Whether it takes a list of values. */
  readonly several: boolean
}

const tests: Readonly<Record<string, Test>> = {
  '-eq': { op: 'eq', negated: false, several: false },
  '-ne': { op: 'eq', negated: true, several: false },
  '-in': { op: 'eq', negated: false, several: true },
  '-notin': { op: 'eq', negated: true, several: true },
  '-contains': { op: 'contains', negated: false, several: false },
  '-notcontains': { op: 'contains', negated: true, several: false },
  '-startswith': { op: 'startsWith', negated: false, several: false },
  '-notstartswith': { op: 'startsWith', negated: true, several: false },
  '-endswith': { op: 'endsWith', negated: false, several: false },
  '-notendswith': { op: 'endsWith', negated: true, several: false },
  '-match': { op: 'matches', negated: false, several: false },
  '-notmatch': { op: 'matches', negated: true, several: false },
}

function testOf(operator: Word): Test {
  const test = Object.hasOwn(tests, operator.text) ? tests[operator.text] : undefined
  if (operator.kind !== 'operator' || test === undefined)
    throw ruleFault(`the operator '${operator.text}' is not supported`, operator.at)
  return test
}

/** With several values, one match is enough; negated, none may match. */
function joined({ negated }: Test, parts: readonly DeviceFilter[]): DeviceFilter {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return { kind: negated ? 'and' : 'or', parts }
}

/** Null compares as false does. */
function flagOf(value: string, { at }: Word): boolean {
  const lower = value.toLowerCase()
  if (lower !== 'true' && lower !== 'false' && lower !== '')
    throw ruleFault(`'${value}' is neither true nor false`, at)
  return lower === 'true'
}

function single(
  field: DeviceField,
  { op, negated }: Test,
  { value, operator }: { readonly value: string; readonly operator: Word },
): DeviceFilter {
  if (op !== 'eq' && flags.has(field))
    throw ruleFault(`'${operator.text}' is not for true and false`, operator.at)
  if (op === 'eq') {
    const typed = flags.has(field) ? flagOf(value, operator) : value
    return { kind: 'compare', field, op: negated ? 'ne' : 'eq', value: typed }
  }
  const part: DeviceFilter = { kind: 'text', field, op, value }
  return negated ? { kind: 'not', part } : part
}
