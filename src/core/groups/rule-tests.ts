/**
 * What a comparison in a membership rule means: its operator, negated or not, and the filter that it becomes for one
 * property and for several values. [documented: Entra dynamic membership rules]
 */
import type { DeviceField } from '../devices/device-field.ts'
import type { Filter, TextTest } from '../query.ts'
import { flags } from './rule-properties.ts'
import { ruleFault, type Word } from './rule-words.ts'

export type Test = {
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

export function testOf(operator: Word): Test {
  const test = Object.hasOwn(tests, operator.text) ? tests[operator.text] : undefined
  if (operator.kind !== 'operator' || test === undefined)
    throw ruleFault(`the operator '${operator.text}' is not supported`, operator.at)
  return test
}

/** With several values, one match is enough; negated, none may match. */
export function joined({ negated }: Test, parts: readonly DeviceFilter[]): DeviceFilter {
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

export function single(
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

export type DeviceFilter = Filter<DeviceField>
