/**
 * An edit of a thing only as it was when it was seen is made alone: between the look and the change nobody else of the
 * tenant changes a thing of its kind. Edits without a condition do not wait for each other.
 */
import type { EditLock } from '../../core/access/edit-lock.ts'
import type { Store } from './store.ts'

export function editLockIn({ pool }: Pick<Store, 'pool'>): EditLock {
  return async (tenantId, kind, isConditional) => {
    const lock = isConditional ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
    await pool.query(`select ${lock}(hashtextextended($1, 0))`, [`edit ${tenantId} ${kind}`])
  }
}
