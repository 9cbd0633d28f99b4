/** What the first lines of a file have shown of it: its separator, its titles, what each column means. */
import type { Column, FileKind } from '../row.ts'

export type Layout = {
  readonly kind: FileKind
  readonly separator: string
  /** Titles as written; null when the file has none and the columns were recognized by their content. */
  readonly header: readonly string[] | null
  /** Index of the header among the first lines, or of the first row when there is no header. */
  readonly start: number
  /** The column at each position of a row; undefined for an unknown one. */
  readonly meaning: readonly (Column | undefined)[]
  /** The first line should be a header, but its titles are unknown; only the rows may show the columns. */
  readonly isUnreadable?: true
  /** Corporate identifiers with serial number and model swapped. */
  readonly swapped?: true
}

/** Both have the same titles, or the same meaning and separator. */
export function isSameHeader(a: Layout, b: Layout): boolean {
  const [left, right] = [a.header ?? [], b.header ?? []]
  if (left.length === right.length && left.every((title, at) => title === right[at])) return true
  const same = a.separator === b.separator && a.meaning.length === b.meaning.length
  return same && a.meaning.every((column, at) => column === b.meaning[at])
}
