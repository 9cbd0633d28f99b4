/** Reads from the audit trail whom a requester has touched. */
import { type Influence, influenceHours } from '../../core/approvals/decide-deps.ts'
import { type Change, touchedBy } from '../../core/approvals/influence.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Store } from '../sql/store.ts'

export function influenceIn({ pool }: Pick<Store, 'pool'>): Influence {
  return {
    async reaches(tenantId, requester, { userId, userPrincipalName }) {
      const { rows } = await pool.query<{ change: Change }>(
        `select entry::jsonb as change from audit_entry
         where tenant_id = $1 and at > business_now() - make_interval(hours => $2)
           and entry ~ '"category":"(Application|Group|Role|Tenant|User)"' and entry like '%"result":"Success"%'
         order by seq`,
        [tenantId, influenceHours],
      )
      const changes = rows.map(({ change }) => change)
      const { everybody, names } = touchedBy(requester, changes)
      if (everybody || names.has(userId) || names.has(userPrincipalName.toLowerCase())) return true
      const touched = [...names].flatMap((name) => parseUuid(name) ?? [])
      const { rowCount } = await pool.query(
        `select from role_assignment as assignment where assignment.tenant_id = $1
           and (assignment.principal_id = $2 or assignment.principal_id in (
             select group_id from group_member where tenant_id = $1 and member_id = $2))
           and (assignment.role_id = any($3::uuid[]) or assignment.principal_id = any($3::uuid[])) limit 1`,
        [tenantId, userId, touched],
      )
      return rowCount === 1
    },
  }
}
