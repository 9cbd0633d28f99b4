/** Administrators of a tenant, by directory role, by assignment, or by an assignment to a group. */

import { assignableRoles } from '../../core/access/roles.ts'
import type { Store } from '../../storage/sql/store.ts'
import { type Administrators, administering, administratorRoles } from '../core/administrators.ts'

const carriers = assignableRoles
  .filter(({ permissions }) => permissions.includes(administering))
  .map(({ id }) => id)

const administrators = `
  with principal as (
    select a.principal_kind, a.principal_id from role_assignment a
    left join role_definition d on (d.tenant_id, d.role_id) = (a.tenant_id, a.role_id)
    where a.tenant_id = $1 and a.group_tags is null and (a.role_id = any($3) or $4 = any(d.permissions)))
  select user_id from directory_user u
  where u.tenant_id = $1 and u.account_enabled and (
    u.roles && $2
    or u.user_id in (select principal_id from principal where principal_kind = 'user')
    or u.user_id in (
      select m.member_id from group_member m join principal p on p.principal_id = m.group_id
      where m.tenant_id = $1 and p.principal_kind = 'group'))`

export function administratorsIn({ pool }: Store): Administrators {
  return async (tenantId) => {
    const values = [tenantId, [...administratorRoles], carriers, administering]
    const { rows } = await pool.query<{ user_id: string }>(administrators, values)
    return rows.map(({ user_id }) => user_id)
  }
}
