/** Every tenant's trail for verification, including trails of which only a part is left. */
import type { Trail } from '../../core/audit/verify-trail.ts'
import type { Queryable } from '../sql/queryable.ts'
import { checkpointsOf } from './checkpoints.ts'
import { auditRecords } from './read-records.ts'

/**
 * All trails, or one tenant's, from one snapshot: the transaction of `client` must be `repeatable read`, or an
 * entry appended meanwhile would look like one too many.
 */
export async function* storedTrails(client: Queryable, tenantId?: string): AsyncGenerator<Trail> {
  const { rows } = await client.query<{ tenant_id: string }>(
    `select tenant_id from (select tenant_id from audit_head union select tenant_id from audit_entry
       union select tenant_id from audit_checkpoint) as trail
     where $1::uuid is null or tenant_id = $1 order by tenant_id`,
    [tenantId ?? null],
  )
  for (const { tenant_id } of rows) {
    yield {
      tenantId: tenant_id,
      head: await headOf(client, tenant_id),
      checkpoints: await checkpointsOf(client, tenant_id),
      records: auditRecords(client, tenant_id),
    }
  }
}

async function headOf(client: Queryable, tenantId: string) {
  const { rows } = await client.query<{ seq: string; hash: string }>(
    `select seq, encode(hash, 'hex') as hash from audit_head where tenant_id = $1`,
    [tenantId],
  )
  return { seq: Number(rows[0]?.seq ?? 0), hash: rows[0]?.hash ?? '' }
}
