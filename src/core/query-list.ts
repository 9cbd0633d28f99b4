/** Lists short enough to be held in memory: the same queries as over a table. */
import type { FieldTypes, ListQuery, Rows } from './query.ts'
import { type FieldValue, fold, matches } from './query-match.ts'

export type MemoryList<Row, Field extends string> = {
  readonly types: FieldTypes<Field>
  valueOf(row: Row, field: Field): FieldValue
}

export function listInMemory<Row, Field extends string>(
  all: readonly Row[],
  list: MemoryList<Row, Field>,
  { filter, order = [], page, count }: ListQuery<Field>,
): Rows<Row> {
  const found = all.filter(
    (row) =>
      filter === undefined ||
      matches(filter, { types: list.types, valueOf: (field) => list.valueOf(row, field) }),
  )
  const sorted = found.toSorted((a, b) => {
    for (const { field, descending } of order) {
      const sign = compared(list.valueOf(a, field), list.valueOf(b, field))
      if (sign !== 0) return descending ? -sign : sign
    }
    return 0
  })
  const start = Number(page.after ?? 0) + (page.skip ?? 0)
  const end = start + page.limit
  return {
    rows: sorted.slice(start, end),
    ...(end < sorted.length && page.limit > 0 && { next: String(end) }),
    ...(count && { total: sorted.length }),
  }
}

function compared(a: FieldValue, b: FieldValue): number {
  const [left, right] = [sortable(a), sortable(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function sortable(value: FieldValue): string | number {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'number' ? value : fold(String(value ?? ''))
}
