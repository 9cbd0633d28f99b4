/** An import that still has undecided rows, as the runner takes it. Rows count from 1. */
import type { ImportId, TenantId } from '../core/ids.ts'

export type Work = {
  readonly importId: ImportId
  readonly tenantId: TenantId
  readonly nextRow: number
  readonly lastRow: number
  /** Failures in a row since the last slice that was decided. */
  readonly attempts: number
}
