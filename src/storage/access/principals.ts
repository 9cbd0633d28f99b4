/** Principals that roles can be assigned to, in PostgreSQL. */
import type { Principals } from '../../core/access/principals.ts'
import type { Store } from '../sql/store.ts'

const sources = {
  user: 'select null as rule from directory_user where tenant_id = $1 and user_id = $2',
  application: 'select null as rule from application where tenant_id = $1 and application_id = $2',
  // Locked, so that a concurrent change of the rule sees the role, or the assignment sees the rule.
  group:
    'select dynamic_rule as rule from directory_group where tenant_id = $1 and group_id = $2 for update',
} as const

export function principalsIn({ pool }: Pick<Store, 'pool'>): Principals {
  return {
    async judge(tenantId, { principalKind, principalId }) {
      const { rows } = await pool.query<{ rule: string | null }>(sources[principalKind], [
        tenantId,
        principalId,
      ])
      const [row] = rows
      if (row === undefined) return 'missing'
      return row.rule === null ? 'fit' : 'by-rule'
    },
  }
}
