/** Resets of factors that two administrators agree on. */

import type { TenantId } from '../../../core/ids.ts'
import { parseUuid } from '../../../core/uuid.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type { FactorReset, FactorResets } from '../../core/factors/reset/reset-rules.ts'

/** Enough to find what is open, and to see what happened lately. */
const maxListed = 500

type Row = {
  readonly tenant_id: string
  readonly reset_id: string
  readonly user_id: string
  readonly state: FactorReset['state']
  readonly reason: string
  readonly asked_by: string
  readonly asked_at: Date
  readonly expires_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
}

export function factorResetsIn({ pool }: Store): FactorResets {
  return {
    async list(tenantId) {
      if (parseUuid(tenantId) === undefined) return []
      const { rows } = await pool.query<Row>(
        `select * from factor_reset where tenant_id = $1 order by asked_at desc, reset_id desc limit ${maxListed}`,
        [tenantId],
      )
      return rows.map(fromRow)
    },
    async add({ tenantId, id, personId, state, reason, askedBy, askedAt, expiresAt }) {
      await pool.query(
        `insert into factor_reset (tenant_id, reset_id, user_id, state, reason, asked_by, asked_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tenantId, id, personId, state, reason, askedBy, askedAt, expiresAt],
      )
    },
    async decide({ tenantId, id }, { state, decidedBy, decidedAt }) {
      const { rowCount } = await pool.query(
        `update factor_reset set state = $3, decided_by = $4, decided_at = $5
         where (tenant_id, reset_id) = ($1, $2) and state = 'asked' and expires_at > $5`,
        [tenantId, id, state, decidedBy, decidedAt],
      )
      return rowCount === 1
    },
  }
}

function fromRow(row: Row): FactorReset {
  return {
    tenantId: row.tenant_id as TenantId,
    id: row.reset_id,
    personId: row.user_id,
    state: row.state,
    reason: row.reason,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
  }
}
