/**
 * Conditions on the physical ids of a device in terms of what they are made of: `[OrderID]:` is its group tag,
 * `[PurchaseOrderId]:` its purchase order, `[ZTDID]:` its own id. Those have indexes and are counted.
 */
import type { Filter, TextTest } from '../query.ts'
import { fold } from '../query-match.ts'

type PlainField = 'id' | 'groupTag' | 'purchaseOrderIdentifier'
type Test = { readonly op: TextTest | 'eq'; readonly value: string }

/** In lower case, as texts are compared. */
const members: readonly (readonly [prefix: string, field: PlainField])[] = [
  ['[ztdid]:', 'id'],
  ['[orderid]:', 'groupTag'],
  ['[purchaseorderid]:', 'purchaseOrderIdentifier'],
]

/** The same devices, without asking for physical ids where that is possible. */
export function withoutPhysicalIds<Field extends string>(
  filter: Filter<Field | PlainField | 'physicalIds'>,
): Filter<Field | PlainField | 'physicalIds'> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, parts: filter.parts.map((part) => withoutPhysicalIds(part)) }
    case 'not':
      return { kind: 'not', part: withoutPhysicalIds(filter.part) }
    case 'any': {
      const { field, op, value, negated } = filter
      if (field !== 'physicalIds' || op === 'matches' || negated) return filter
      const parts = members.map(([prefix, of]) => ofMember(prefix, of, { op, value: fold(value) }))
      return { kind: 'or', parts }
    }
    default:
      return filter
  }
}

function ofMember(prefix: string, field: PlainField, { op, value }: Test): Filter<PlainField> {
  const rests = restsOf(prefix, value)
  switch (op) {
    case 'eq':
      return value.startsWith(prefix)
        ? present(field, equals(field, value.slice(prefix.length)))
        : never
    case 'startsWith':
      if (prefix.startsWith(value)) return exists(field)
      return value.startsWith(prefix)
        ? text(field, 'startsWith', value.slice(prefix.length))
        : never
    case 'endsWith':
      if (value === '') return exists(field)
      return or([text(field, 'endsWith', value), ...rests.map((rest) => equals(field, rest))])
    default:
      if (prefix.includes(value)) return exists(field)
      return or([
        text(field, 'contains', value),
        ...rests.map((rest) => text(field, 'startsWith', rest)),
      ])
  }
}

/** What is left of `value` for the text after the prefix, where the prefix ends with its beginning. */
function restsOf(prefix: string, value: string): readonly string[] {
  const places = Array.from({ length: Math.min(prefix.length, value.length) }, (_, n) => n + 1)
  return places
    .filter((place) => place < value.length && prefix.endsWith(value.slice(0, place)))
    .map((place) => value.slice(place))
}

const never: Filter<PlainField> = { kind: 'or', parts: [] }
const always: Filter<PlainField> = { kind: 'and', parts: [] }
const or = (parts: readonly Filter<PlainField>[]): Filter<PlainField> => ({ kind: 'or', parts })

/** Every device has an id; of the others, only those with a text have the member. */
function exists(field: PlainField): Filter<PlainField> {
  return field === 'id' ? always : { kind: 'compare', field, op: 'ne', value: '' }
}

function present(field: PlainField, condition: Filter<PlainField>): Filter<PlainField> {
  const isEmpty = condition.kind === 'compare' && condition.value === ''
  return isEmpty && field !== 'id' ? never : condition
}

/** The text of an id, and nothing else that is the same id. */
function equals(field: PlainField, value: string): Filter<PlainField> {
  if (field === 'id' && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value)) return never
  return { kind: 'compare', field, op: 'eq', value }
}

function text(
  field: PlainField,
  op: 'contains' | 'startsWith' | 'endsWith',
  value: string,
): Filter<PlainField> {
  return { kind: 'text', field, op, value }
}
