/**
 * Counts rows and bytes and computes the digest of a table in PostgreSQL's text format, which ends every row with a
 * line feed.
 */
import { createHash } from 'node:crypto'
import type { Tally } from './manifest.ts'

export type Counter = {
  add(bytes: Buffer): void
  tally(): Tally
}

export function counterOf(name: string): Counter {
  const digest = createHash('sha256')
  let rows = 0
  let length = 0
  return {
    add(bytes) {
      digest.update(bytes)
      length += bytes.length
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) rows++
    },
    tally: () => ({ name, rows, bytes: length, sha256: digest.digest('hex') }),
  }
}
