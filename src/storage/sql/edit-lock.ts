/**
 * An edit is made alone, since it keeps what it does not name: between the look and the change nobody else of the tenant
 * edits or deletes a thing of its kind. Deletions do not wait for each other, unless they have a condition.
 */
import type { EditLock } from '../../core/access/edit-lock.ts'
import type { Store } from './store.ts'

export function editLockIn({ pool }: Pick<Store, 'pool'>): EditLock {
  return async (tenantId, kind, isAlone) => {
    const lock = isAlone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
    await pool.query(`select ${lock}(hashtextextended($1, 0))`, [`edit ${tenantId} ${kind}`])
  }
}
