/**
 * Turns membership rules of device groups into filters over devices, such as `(device.devicePhysicalIds -any (_ -eq
 * "[OrderID]:Kiosk"))`. Text comparison ignores case. [documented: Entra dynamic membership rules]
 */
import type { DeviceField } from '../devices/device-field.ts'
import { RuleCursor } from './rule-cursor.ts'
import { patternFault, plainPattern } from './rule-pattern.ts'
import { collections, membership, properties } from './rule-properties.ts'
import { type DeviceFilter, joined, single, type Test, testOf } from './rule-tests.ts'
import { ruleFault, ruleWords, type Word } from './rule-words.ts'

const maxDepth = 50

/** [documented: Entra dynamic membership rules] */
const maxRuleLength = 3_072

/** People whose manager is the one with that id. [documented: Entra dynamic membership rules] */
const directReports = /^\s*direct\s+reports\s+for\s+["“'][0-9a-f-]{36}["”']\s*$/i

/** Null: a rule about users, which no device satisfies. */
export function parseRule(rule: string): DeviceFilter | null {
  if (rule.length > maxRuleLength)
    throw ruleFault(`more than ${maxRuleLength} characters`, maxRuleLength)
  if (directReports.test(rule)) return null
  const words = ruleWords(rule)
  const about = words.find(({ kind }) => kind === 'name')?.text.toLowerCase() ?? ''
  if (!about.startsWith('user.')) return new RuleParser(words).parse()
  const other = words.find(({ kind, text }) => kind === 'name' && /^device\./i.test(text))
  if (other !== undefined)
    throw ruleFault('a rule is about people or about devices, not both', other.at)
  return null
}

class RuleParser {
  readonly #words: RuleCursor
  #depth = 0

  constructor(words: readonly Word[]) {
    this.#words = new RuleCursor(words)
  }

  parse(): DeviceFilter {
    const filter = this.#joined('-or')
    const rest = this.#words.take()
    if (rest.kind !== 'end') throw ruleFault(`'${rest.text}' is not expected`, rest.at)
    return filter
  }

  #joined(operator: '-or' | '-and'): DeviceFilter {
    const part = () => (operator === '-or' ? this.#joined('-and') : this.#condition())
    const parts = [part()]
    while (this.#words.took('operator', operator)) parts.push(part())
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return only
    return { kind: operator === '-or' ? 'or' : 'and', parts }
  }

  #condition(): DeviceFilter {
    if (++this.#depth > maxDepth)
      throw ruleFault(`more than ${maxDepth} levels`, this.#words.peek().at)
    const filter = this.#nested()
    this.#depth--
    return filter
  }

  #nested(): DeviceFilter {
    if (this.#words.took('operator', '-not')) return { kind: 'not', part: this.#condition() }
    if (!this.#words.took('mark', '(')) return this.#comparison()
    const inner = this.#joined('-or')
    this.#words.expect('mark', ')')
    return inner
  }

  #comparison(): DeviceFilter {
    const word = this.#words.take()
    const name = word.text.toLowerCase()
    if (word.kind === 'name' && Object.hasOwn(collections, name))
      return this.#members(collections[name] as DeviceField)
    if (word.kind === 'name' && name === membership) return this.#membership()
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (word.kind !== 'name' || field === undefined)
      throw ruleFault(`'${word.text}' is not a property of a device that is known here`, word.at)
    const operator = this.#words.take()
    const test = testOf(operator)
    return joined(
      test,
      this.#values(test, operator).map((value) => single(field, test, { value, operator })),
    )
  }

  /** `-any (_ -eq "…")` or `-all (…)`; the parentheses may be omitted. `_` stands for the list's members. */
  #members(field: DeviceField): DeviceFilter {
    // [documented: device.systemLabels -startsWith "M365Managed" SystemLabels]
    if (field === 'systemLabels' && !/^-(any|all)$/.test(this.#words.peek().text))
      return this.#anyOf(field)
    const quantifier = this.#words.take()
    if (quantifier.text !== '-any' && quantifier.text !== '-all')
      throw ruleFault(`-any or -all is expected instead of '${quantifier.text}'`, quantifier.at)
    const bracketed = this.#words.took('mark', '(')
    this.#words.expect('name', '_')
    const operator = this.#words.take()
    const test = testOf(operator)
    const values = this.#values(test, operator)
    if (bracketed) this.#words.expect('mark', ')')
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
    const operator = this.#words.take()
    const test = testOf(operator)
    const parts = this.#values(test, operator).map(
      (value): DeviceFilter => ({ kind: 'any', field, op: test.op, value }),
    )
    this.#words.took('name', 'systemlabels')
    const found = joined({ ...test, negated: false }, parts)
    return test.negated ? { kind: 'not', part: found } : found
  }

  /** `device.memberof -any (group.objectId -in ['…'])` */
  #membership(): DeviceFilter {
    this.#words.expect('operator', '-any')
    this.#words.expect('mark', '(')
    this.#words.expect('name', 'group.objectid')
    const operator = this.#words.take()
    const test = testOf(operator)
    if (test.op !== 'eq' || test.negated)
      throw ruleFault(`-in or -eq is expected instead of '${operator.text}'`, operator.at)
    const values = this.#values(test, operator)
    this.#words.expect('mark', ')')
    return joined(
      test,
      values.map((value) => ({ kind: 'any', field: 'groupIds', op: 'eq', value })),
    )
  }

  #values(test: Test, operator: Word): readonly string[] {
    const given = test.several ? this.#words.list() : [this.#words.value()]
    const values = test.op === 'matches' ? given.map(plainPattern) : given
    const fault = test.op === 'matches' ? patternFault(values[0] ?? '') : undefined
    if (fault !== undefined) throw ruleFault(`${operator.text} does not take ${fault}`, operator.at)
    return values
  }
}
