/** What an emulator puts between a Taxiway and its world. */
import type { Clock } from '../core/clock.ts'
import type { ImportQueue } from '../core/imports/slice.ts'
import type { Fetch } from './dispatch.ts'

export type Emulation = {
  readonly clock: Clock
  readonly overrule: (queue: ImportQueue) => ImportQueue
  /** For the requests inside a batch, which come by no connection. */
  readonly aroundParts: (ask: Fetch) => Fetch
}
