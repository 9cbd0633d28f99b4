/** The same filter with less in it: parts that always or never hold are gone, and nothing is nested needlessly. */
import type { Filter } from './query.ts'

/** `and` of nothing always holds, `or` of nothing never does. */
export function simplified<Field extends string>(filter: Filter<Field>): Filter<Field> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(filter.kind, filter.parts.map(simplified))
    case 'not':
      return negated(simplified(filter.part))
    case 'in':
      return filter.values.length === 0 ? { kind: 'or', parts: [] } : filter
    default:
      return filter
  }
}

export function alwaysHolds<Field extends string>(filter: Filter<Field>): boolean {
  return filter.kind === 'and' && filter.parts.length === 0
}

export function neverHolds<Field extends string>(filter: Filter<Field>): boolean {
  return filter.kind === 'or' && filter.parts.length === 0
}

/** Every field that the filter asks for. */
export function fieldsOf<Field extends string>(filter: Filter<Field>): ReadonlySet<Field> {
  if ('parts' in filter) return new Set(filter.parts.flatMap((part) => [...fieldsOf(part)]))
  return 'part' in filter ? fieldsOf(filter.part) : new Set([filter.field])
}

function joined<Field extends string>(
  kind: 'and' | 'or',
  parts: readonly Filter<Field>[],
): Filter<Field> {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  const decides = kind === 'and' ? neverHolds : alwaysHolds
  const decided = flat.find((part) => decides(part))
  if (decided !== undefined) return decided
  const [only] = flat
  return flat.length === 1 && only !== undefined ? only : { kind, parts: flat }
}

function negated<Field extends string>(part: Filter<Field>): Filter<Field> {
  if (part.kind === 'not') return part.part
  if (alwaysHolds(part)) return { kind: 'or', parts: [] }
  return neverHolds(part) ? { kind: 'and', parts: [] } : { kind: 'not', part }
}
