/** Imports in progress, as recorded in the work table. */
import type { ImportJobs } from '../../core/imports/import-jobs.ts'
import { timeOfUuid } from '../../core/uuid.ts'
import type { Store } from '../sql/store.ts'

export function importJobsIn({ db }: Store): ImportJobs {
  return {
    async list(tenantId) {
      const rows = await db
        .selectFrom('import_work')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('import_id')
        .execute()
      return rows.map(({ import_id, last_row, next_row, attempts, run_at }) => ({
        importId: import_id,
        rows: last_row,
        decided: next_row - 1,
        attempts,
        // One that waits for nothing is due when it comes.
        dueAt: new Date(Math.max(run_at.getTime(), timeOfUuid(import_id).getTime())),
      }))
    },
  }
}
