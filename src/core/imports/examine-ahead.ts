/**
 * Hashes of an import are examined while the database stores its rows, a time in which the server would only wait. The
 * decision examines what is left.
 */
import { type Examiner, examineBytes } from './examine-row.ts'

/** Hashes examined in one go, within half a millisecond: answers of the database and other requests come in between. */
const atOnce = 8

/** `isWanted`: whether the import is still to be decided here. */
export async function examineAhead(
  hashes: readonly (Uint8Array | null)[],
  examiner: Examiner,
  isWanted: () => boolean,
): Promise<void> {
  for (let from = 0; from < hashes.length && isWanted(); from += atOnce) {
    for (const hash of hashes.slice(from, from + atOnce))
      if (hash !== null) examineBytes(hash, examiner)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
