/** The work that an import leaves for the runners. */
import type { ConsentId, ImportId, TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'

/** The notification channel that announces new work to servers. */
export const importChannel = 'taxiway_import'

/** What this process says with its announcements, to know them from those of other servers. */
export const ownAnnouncement = newUuid()

/** A statement, for the transaction that leaves the work. */
export const announceWork = `notify ${importChannel}, '${ownAnnouncement}'`

/** An import that still has undecided rows. Rows count from 1. */
export type Work = {
  readonly importId: ImportId
  readonly tenantId: TenantId
  readonly nextRow: number
  readonly lastRow: number
  /** Consecutive failures since the last decided slice. */
  readonly attempts: number
  /** Rows up to this one are tried one by one; 0 = none. */
  readonly carefulUntil: number
  /** The consent that the rows need; absent = the tenant sent them itself. */
  readonly consentId?: ConsentId
}

/** In SQL, of an import that waits for nothing: due wherever the clock is set. */
export const atOnce = 'to_timestamp(0)'

/**
 * In SQL: it is this import's turn. Once begun, an import continues, wherever an emulator sets its clock. None rests longer
 * than half a minute: a turn that is further away is from before the database's clock was set back.
 */
export const isDue = `(turn_at <= now() or turn_at > now() + interval '2 minutes')
  and (run_at <= business_now() or next_row > 1)`
