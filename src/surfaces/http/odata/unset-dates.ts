/** Comparisons of a date that is shown as the first of all dates where there is none: what is shown is what is compared. */
import type { Comparison, Filter, Scalar } from '../../../core/query.ts'

const first = '0001-01-01T00:00:00.000Z'

export function withUnset<Field extends string>(
  field: Field,
  op: Comparison,
  value: Scalar,
): Filter<Field> {
  const compared = (with_: Comparison, to: Scalar): Filter<Field> => ({
    kind: 'compare',
    field,
    op: with_,
    value: to,
  })
  if (value === first) return atFirst(op, compared)
  return op === 'lt' || op === 'le'
    ? { kind: 'or', parts: [compared(op, value), compared('eq', null)] }
    : compared(op, value)
}

/** No date is before the first one, and every date that is there is after it. */
function atFirst<Field extends string>(
  op: Comparison,
  compared: (op: Comparison, value: Scalar) => Filter<Field>,
): Filter<Field> {
  if (op === 'lt') return { kind: 'or', parts: [] }
  if (op === 'ge') return { kind: 'and', parts: [] }
  return op === 'eq' || op === 'le' ? compared('eq', null) : compared('ne', null)
}
