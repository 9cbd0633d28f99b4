/** Work on an import that is locked by one runner. */
import type pg from 'pg'
import type { Wrap } from '../../core/wrap.ts'
import type { Work } from './import-work.ts'

/** Work that this runner holds through `client`'s transaction. */
export type HeldWork = {
  readonly client: Pick<pg.ClientBase, 'query'>
  readonly wrap: Wrap
  readonly work: Work
  /** How many more devices the consent of the rows lets in; absent = as many as come. */
  readonly registrationsLeft?: number
}
