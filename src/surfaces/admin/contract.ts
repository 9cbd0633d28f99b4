/** Lists and their pages, as every part of `/admin/v1` answers them. The shapes of each noun are in its folder. */
import { z } from 'zod'
import type { IdKind } from '../../core/id-kinds.ts'
import type { IdPage, Page, Rows } from '../../core/query.ts'
import { idShape } from '../http/id-shape.ts'

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ value: z.array(item) })
}

/** Which page of a list is wanted. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(500),
  /** The `next` of the page before. */
  after: z.string().max(2_000).optional(),
})

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ value: z.array(item), next: z.string().nullable() })
}

export function wantedPage({ limit, after }: z.output<typeof pageQuery>): Page {
  return { limit, ...(after !== undefined && { after }) }
}

export function presentPage<Row, View>({ rows, next }: Rows<Row>, present: (row: Row) => View) {
  return { value: rows.map(present), next: next ?? null }
}

/** Which page of a list that is in the order of its ids. */
export function idPageQuery<Id extends string>(kind: IdKind<Id>) {
  return pageQuery.extend({ after: idShape(kind).optional() })
}

/** One row more says whether there are further ones. */
export function oneMore<Id extends string>({ limit, after }: IdPage<Id>): IdPage<Id> {
  return { limit: limit + 1, after }
}

export function cut<Row extends { readonly id: string }>(
  found: readonly Row[],
  { limit }: { readonly limit: number },
): Rows<Row> {
  const rows = found.slice(0, limit)
  const next = found.length > limit ? rows.at(-1)?.id : undefined
  return { rows, ...(next !== undefined && { next }) }
}
