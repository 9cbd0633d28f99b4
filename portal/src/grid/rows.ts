/** Where a grid's rows come from: a list that is there, or pages that are fetched where somebody looks. */

export type Rows<Row> = {
  /** Undefined until it is known. */
  readonly total: number | undefined
  /** Undefined while its page is on the way. */
  readonly at: (index: number) => Row | undefined
  /** The first of those that need not be fetched, at most so many. */
  readonly here: (atMost: number) => readonly number[]
  /** What is on the screen, so that its pages and their neighbours are fetched. */
  readonly show: (first: number, last: number) => void
  /** Brings what is not here of a stretch, so that all of it can be selected. */
  readonly load?: (first: number, last: number) => Promise<void>
  /** Older rows stand there while newer ones come. */
  readonly stale: boolean
  /** Another list, such as one by another order, has another key. */
  readonly key?: string
  readonly error: unknown
}

export function rowsOf<Row>(list: readonly Row[] | undefined, error: unknown = null): Rows<Row> {
  return {
    total: list?.length,
    at: (index) => list?.[index],
    here: (atMost) => Array.from({ length: Math.min(atMost, list?.length ?? 0) }, (_, i) => i),
    show: () => undefined,
    stale: false,
    error,
  }
}
