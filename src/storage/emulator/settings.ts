/** Tenant settings that a test may change. */
import type { TenantId } from '../../core/ids.ts'
import { isDue } from '../imports/import-work.ts'
import type { Store } from '../sql/store.ts'

/** How long imports wait to be decided from now on, in one tenant or in all. */
export async function setImportSeconds(
  { pool }: Store,
  seconds: number,
  tenantId: TenantId | undefined,
): Promise<void> {
  await pool.query(
    'update tenant set import_seconds = $1 where $2::uuid is null or tenant_id = $2',
    [seconds, tenantId ?? null],
  )
}

/** Whether a waiting import is due. */
export async function importsAreDue({ pool }: Store): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>(
    `select exists(select from import_work where ${isDue}) as due`,
  )
  return rows[0]?.due === true
}
