/** Keyset pages: one row more than asked for tells whether another page follows. */
import type { Rows } from '../core/query.ts'

/** `rows` holds up to `limit` + 1 rows; the next page starts after the last one shown. */
export function pageOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
): Rows<Row> {
  if (rows.length <= limit) return { rows }
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return last === undefined ? { rows: shown } : { rows: shown, next: last.id }
}
