/** Wrong codes in a row: counted by one statement, which does nothing once the limit is reached. */

import type { Store } from '../../../storage/sql/store.ts'
import { type CodeLocks, lockAfter } from '../../core/factors/codes/code-lock.ts'

const count = `
  insert into code_lock (tenant_id, user_id, failures) values ($1, $2, 1)
  on conflict (tenant_id, user_id) do update set failures = code_lock.failures + 1 where code_lock.failures < $3
  returning failures`

export function codeLocksIn({ pool }: Store): CodeLocks {
  return {
    async count(tenantId, personId) {
      const { rows } = await pool.query<{ failures: number }>(count, [
        tenantId,
        personId,
        lockAfter,
      ])
      return rows[0]?.failures
    },
    async isLocked(tenantId, personId) {
      const { rowCount } = await pool.query(
        'select from code_lock where (tenant_id, user_id) = ($1, $2) and failures >= $3',
        [tenantId, personId, lockAfter],
      )
      return rowCount === 1
    },
    async clear(tenantId, personId) {
      const { rows } = await pool.query<{ failures: number }>(
        'delete from code_lock where (tenant_id, user_id) = ($1, $2) returning failures',
        [tenantId, personId],
      )
      return (rows[0]?.failures ?? 0) >= lockAfter
    },
  }
}
