/**
 * Membership rules of device groups → filters over devices, such as
 * `(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))`. Texts compare in any case.
 * [documented: Entra dynamic membership rules]
 */
import type { DeviceField } from '../devices/device-field.ts'
import type { Filter } from '../query.ts'
import { ruleFault, ruleWords, type Word } from './rule-words.ts'

type DeviceFilter = Filter<DeviceField>

/** Properties of a directory device that a rule may name. */
const fields: Readonly<Record<string, DeviceField>> = {
  'device.displayname': 'directoryName',
  'device.devicemanufacturer': 'manufacturer',
  'device.devicemodel': 'model',
  'device.deviceid': 'directoryDeviceId',
  'device.objectid': 'directoryObjectId',
  'device.deviceostype': 'operatingSystem',
  'device.devicetrusttype': 'trustType',
  'device.accountenabled': 'accountEnabled',
}
const physicalIds = 'device.devicephysicalids'

const maxDepth = 50

/** Null: a rule about people, which no device passes. */
export function parseRule(rule: string): DeviceFilter | null {
  const words = ruleWords(rule)
  const about = words.find(({ kind }) => kind === 'name')?.text.toLowerCase() ?? ''
  return about.startsWith('user.') ? null : new RuleParser(words).parse()
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
    if (name === physicalIds) return this.#any()
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (word.kind !== 'name' || field === undefined)
      throw ruleFault(`'${word.text}' is not a property of a device that is known here`, word.at)
    const operator = this.#take()
    return test(operator, field, this.#values(operator))
  }

  /** `-any (_ -eq "…")`; the values of `_` are the device's physical ids. */
  #any(): DeviceFilter {
    this.#expect('operator', '-any')
    this.#expect('mark', '(')
    this.#expect('name', '_')
    const operator = this.#take()
    const values = this.#values(operator)
    this.#expect('mark', ')')
    const op = {
      '-eq': 'eq',
      '-in': 'eq',
      '-contains': 'contains',
      '-startswith': 'startsWith',
    } as const
    const found = op[operator.text as keyof typeof op]
    if (found === undefined)
      throw ruleFault(`'${operator.text}' is not supported here`, operator.at)
    return {
      kind: 'or',
      parts: values.map((value) => ({ kind: 'any', field: 'physicalIds', op: found, value })),
    }
  }

  #values(operator: Word): readonly string[] {
    if (operator.text !== '-in' && operator.text !== '-notin') return [this.#value()]
    this.#expect('mark', '[')
    const values = [this.#value()]
    while (this.#took('mark', ',')) values.push(this.#value())
    this.#expect('mark', ']')
    return values
  }

  #value(): string {
    const word = this.#take()
    if (word.kind === 'text') return word.text
    const lower = word.text.toLowerCase()
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

function test(operator: Word, field: DeviceField, values: readonly string[]): DeviceFilter {
  const [value = ''] = values
  const typed = field === 'accountEnabled' ? value === 'true' : value
  switch (operator.text) {
    case '-eq':
      return { kind: 'compare', field, op: 'eq', value: typed }
    case '-ne':
      return { kind: 'compare', field, op: 'ne', value: typed }
    case '-in':
      return { kind: 'in', field, values }
    case '-notin':
      return { kind: 'not', part: { kind: 'in', field, values } }
    case '-contains':
      return { kind: 'text', field, op: 'contains', value }
    case '-notcontains':
      return { kind: 'not', part: { kind: 'text', field, op: 'contains', value } }
    case '-startswith':
      return { kind: 'text', field, op: 'startsWith', value }
    case '-notstartswith':
      return { kind: 'not', part: { kind: 'text', field, op: 'startsWith', value } }
    default:
      throw ruleFault(`the operator '${operator.text}' is not supported`, operator.at)
  }
}
