/** Removes data that has expired; any number of servers may do so at once. */

export type Leftovers = {
  /** Removes at most so many rows of each kind; returns the largest number removed of any kind. */
  sweep(rowsAtOnce: number): Promise<number>
}

const rowsAtOnce = 1000

/** In small steps, so that nobody waits for a long one. */
export async function removeLeftovers({ sweep }: Leftovers): Promise<void> {
  while ((await sweep(rowsAtOnce)) >= rowsAtOnce);
}
