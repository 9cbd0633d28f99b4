/** What an emulator puts between Taxiway and the outside world. */
import type { Clock } from '../core/clock.ts'
import type { ImportQueue } from '../core/imports/slice.ts'
import type { Fetch } from './serving/dispatch.ts'

export type Emulation = {
  readonly clock: Clock
  readonly overrule: (queue: ImportQueue) => ImportQueue
  /** For the requests inside a batch, which have no connection of their own. */
  readonly aroundParts: (ask: Fetch) => Fetch
}
