/** What is of no use any more after a time, whatever it belongs to; any number of servers may see to it at once. */

export type Leftovers = {
  /** Removes at most so many rows of each kind; the largest number that was removed of one. */
  sweep(rowsAtOnce: number): Promise<number>
}

const rowsAtOnce = 1000

/** In small steps, so that nobody waits for a long one. */
export async function removeLeftovers({ sweep }: Leftovers): Promise<void> {
  while ((await sweep(rowsAtOnce)) >= rowsAtOnce);
}
