/** Removals of factors that wait for their day. */

import type { TenantId } from '../../../core/ids.ts'
import { parseUuid } from '../../../core/uuid.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type { PendingRemoval, RemovableKind, Removals } from '../../core/factors/delayed-removal.ts'

const columns = 'tenant_id, user_id, factor_id, kind, asked_at, due_at'

type Row = {
  readonly tenant_id: string
  readonly user_id: string
  readonly factor_id: string
  readonly kind: RemovableKind
  readonly asked_at: Date
  readonly due_at: Date
}

export function removalsIn({ pool }: Store): Removals {
  return {
    async hold(tenantId, personId) {
      await pool.query(
        'select from directory_user where (tenant_id, user_id) = ($1, $2) for no key update',
        [tenantId, personId],
      )
    },
    async list(tenantId, personId) {
      if (parseUuid(personId) === undefined) return []
      const { rows } = await pool.query<Row>(
        `select ${columns} from factor_removal where (tenant_id, user_id) = ($1, $2) order by due_at`,
        [tenantId, personId],
      )
      return rows.map(fromRow)
    },
    async add({ tenantId, personId, factorId, kind, askedAt, dueAt }) {
      await pool.query(
        `insert into factor_removal (${columns}) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [tenantId, personId, factorId, kind, askedAt, dueAt],
      )
    },
    async cancel(tenantId, personId, factorId) {
      const { rowCount } = await pool.query(
        'delete from factor_removal where (tenant_id, user_id, factor_id) = ($1, $2, $3)',
        [tenantId, personId, factorId],
      )
      return rowCount === 1
    },
    async takeDue({ tenantId, personId }, now) {
      const { rows } = await pool.query<Row>(
        `delete from factor_removal where (tenant_id, user_id) = ($1, $2) and due_at <= $3 returning ${columns}`,
        [tenantId, personId, now],
      )
      return rows.map(fromRow)
    },
    async due(now, atMost) {
      const { rows } = await pool.query<Pick<Row, 'tenant_id' | 'user_id'>>(
        `select tenant_id, user_id from factor_removal where due_at <= $1
         group by 1, 2 order by min(due_at) limit $2`,
        [now, atMost],
      )
      return rows.map((row) => ({ tenantId: row.tenant_id as TenantId, personId: row.user_id }))
    },
  }
}

function fromRow(row: Row): PendingRemoval {
  return {
    tenantId: row.tenant_id as TenantId,
    personId: row.user_id,
    factorId: row.factor_id,
    kind: row.kind,
    askedAt: row.asked_at,
    dueAt: row.due_at,
  }
}
