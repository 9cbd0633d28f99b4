/** Resets of factors that two administrators agree on. */
import { type SqlBool, sql } from 'kysely'
import type { TenantId } from '../../../core/ids.ts'
import { parseUuid } from '../../../core/uuid.ts'
import { newestFirst } from '../../../storage/sql/newest-first.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type { FactorReset, FactorResets } from '../../core/factors/reset/reset-rules.ts'

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

export function factorResetsIn({ db, pool }: Store): FactorResets {
  return {
    async list(tenantId, page) {
      if (parseUuid(tenantId) === undefined) return { rows: [] }
      const within = sql<SqlBool>`tenant_id = ${tenantId}`
      const made = { from: sql.table('factor_reset'), within, at: 'asked_at', id: 'reset_id' }
      const found = await newestFirst<Row>(db, made, page)
      return { ...found, rows: found.rows.map(fromRow) }
    },
    async findOpen(tenantId, { id, personId }, now) {
      if (parseUuid(tenantId) === undefined) return undefined
      const { rows } = await pool.query<Row>(
        `select * from factor_reset where tenant_id = $1 and state = 'asked' and expires_at > $2
           and ($3::uuid is null or reset_id = $3) and ($4::uuid is null or user_id = $4) limit 1`,
        [tenantId, now, id ?? null, personId ?? null],
      )
      return rows[0] && fromRow(rows[0])
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
