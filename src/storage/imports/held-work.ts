/** Work on an import that is locked by one runner. */
import type pg from 'pg'
import type { Wrap } from '../../core/wrap.ts'
import type { Work } from './import-work.ts'
import type { RecentHashes } from './recent-hashes.ts'

/** Work that this runner holds through `client`'s transaction. */
export type HeldWork = {
  readonly client: Pick<pg.ClientBase, 'query'>
  readonly wrap: Wrap
  readonly work: Work
  /** Absent: all hashes are read. */
  readonly recent?: RecentHashes | undefined
  /** How many more devices the consent of the rows lets in; absent = as many as come. */
  readonly registrationsLeft?: number
}
