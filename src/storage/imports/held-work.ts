/** Work on an import that one runner holds. */
import type pg from 'pg'
import type { Wrap } from '../../core/wrap.ts'
import type { Work } from './import-work.ts'

/** Work that this runner holds by `client`'s transaction. */
export type HeldWork = {
  readonly client: Pick<pg.ClientBase, 'query'>
  readonly wrap: Wrap
  readonly work: Work
}
