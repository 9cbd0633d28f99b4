/** Digests: ids and names that a reader of the database must not learn are stored as their SHA-256. */
import { createHash } from 'node:crypto'

/** The same value has the same digest in every table, so a sign-in finds its grant and session by it. */
export function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
