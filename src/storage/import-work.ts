/** The work that an import leaves for the runners. */
import type { ImportId, TenantId } from '../core/ids.ts'

/** The channel on which servers hear that there is work. */
export const importChannel = 'taxiway_import'

/** An import that still has undecided rows. Rows count from 1. */
export type Work = {
  readonly importId: ImportId
  readonly tenantId: TenantId
  readonly nextRow: number
  readonly lastRow: number
  /** Failures in a row since the last slice that was decided. */
  readonly attempts: number
}
