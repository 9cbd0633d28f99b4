/**
 * Work that fails at the same place again and again comes to an end: after some failures so much of it as failed is tried piece
 * by piece, then a piece is given up, and after some of those all that is left. Counted in the database, so that all
 * servers count together.
 */

/** Failures in a row after which it is tried piece by piece, and after which a piece is given up. */
const tries = 3
/** Pieces given up in a row after which the rest is given up untried. */
const endAfter = 3
/** Failures in a row at one piece after which nothing is tried any more: not even giving up can be written. */
const abandonAfter = 7

/** As the columns are called: failures in a row, pieces that are still tried one by one, and pieces given up in a row. */
export type Tried = {
  readonly attempts: number
  readonly careful: number
  readonly given_up: number
}

/** How many pieces are next, and whether they are given up. */
export function nextPieces(
  { attempts, careful, given_up }: Tried,
  slice: number,
): { readonly limit: number; readonly isGivenUp: boolean } {
  if (given_up >= endAfter) return { limit: slice, isGivenUp: true }
  if (careful > 0) return { limit: 1, isGivenUp: attempts >= tries }
  return { limit: slice, isGivenUp: false }
}

export function hasFailed({ attempts, careful, given_up }: Tried): boolean {
  return attempts + careful + given_up > 0
}

/** SQL, for a slice that failed. */
export const failedTries = (slice: number) => {
  const isEnough = `careful = 0 and attempts + 1 >= ${tries}`
  return `attempts = case when ${isEnough} then 0 else attempts + 1 end, careful = case when ${isEnough} then ${slice} else careful end`
}

export function isToBeAbandoned({ attempts, careful }: Pick<Tried, 'attempts' | 'careful'>) {
  return careful > 0 && attempts >= abandonAfter
}

/** SQL, for what was settled; the parameter says whether it was given up. */
export const settledTries = (isGivenUp: string) =>
  `attempts = 0, careful = greatest(careful - 1, 0), given_up = case when ${isGivenUp} then given_up + 1 else 0 end`

/** SQL, for what begins anew. */
export const noTries = 'attempts = 0, careful = 0, given_up = 0'
