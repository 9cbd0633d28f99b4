/**
 * Takes the first of some rows that nobody else holds. Which ones there are is asked first, on every node of a spread
 * database, and each is locked by its key, on the node where it is.
 */

/** So many are looked at: more than there are runners. */
export const candidates = 32

/** `take` answers nothing where somebody else was faster. */
export async function firstFree<Row, Taken>(
  rows: readonly Row[],
  take: (row: Row) => Promise<Taken | undefined>,
): Promise<Taken | undefined> {
  for (const row of rows) {
    const taken = await take(row)
    if (taken !== undefined) return taken
  }
  return undefined
}
