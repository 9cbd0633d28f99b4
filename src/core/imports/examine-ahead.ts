/**
 * Hashes of an import are examined while the database stores its rows, a time in which the server would only wait. The
 * decision examines what is left.
 */
import { type Examiner, examineBytes } from './examine-row.ts'

/** Hashes examined in one go, within half a millisecond: answers of the database and other requests come in between. */
const atOnce = 8

type Hashes = readonly (Uint8Array | null)[]

/** Takes the hashes of imports, one import after the other. `isWanted`: whether it is still to be decided here. */
export function examinerAhead(
  examiner: () => Promise<Examiner>,
): (hashes: Hashes, isWanted: () => boolean) => void {
  let last: Promise<unknown> = Promise.resolve()
  return (hashes, isWanted) => {
    // Without an examiner there is nothing to do here: the decision asks for one again, and says what is wrong.
    last = last
      .then(async () => isWanted() && examineInTurns(hashes, await examiner(), isWanted))
      .catch(() => undefined)
  }
}

async function examineInTurns(
  hashes: Hashes,
  examiner: Examiner,
  isWanted: () => boolean,
): Promise<void> {
  for (let from = 0; from < hashes.length && isWanted(); from += atOnce) {
    for (const hash of hashes.slice(from, from + atOnce))
      if (hash !== null) examineBytes(hash, examiner)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
