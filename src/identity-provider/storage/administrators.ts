/** Administrators of a tenant, by directory role, by assignment, or by an assignment to a group. */

import { assignableRoles } from '../../core/access/built-in-roles.ts'
import type { Store } from '../../storage/sql/store.ts'
import { type Administrators, administering, administratorRoles } from '../core/administrators.ts'

const carriers = assignableRoles
  .filter(({ permissions }) => permissions.includes(administering))
  .map(({ id }) => id)

const administrators = `
  with principal as (
    select assignment.principal_kind, assignment.principal_id from role_assignment as assignment
    left join role_definition as definition on (definition.tenant_id, definition.role_id) = (assignment.tenant_id, assignment.role_id)
    where assignment.tenant_id = $1 and assignment.group_tags is null and (assignment.role_id = any($3) or $4 = any(definition.permissions)))
  select user_id from directory_user as person
  where person.tenant_id = $1 and person.account_enabled and (
    person.roles && $2
    or person.user_id in (select principal_id from principal where principal_kind = 'user')
    or person.user_id in (
      select member.member_id from group_member as member join principal on principal.principal_id = member.group_id
      where member.tenant_id = $1 and principal.principal_kind = 'group'))`

export function administratorsIn({ pool }: Store): Administrators {
  return async (tenantId) => {
    const values = [tenantId, [...administratorRoles], carriers, administering]
    const { rows } = await pool.query<{ user_id: string }>(administrators, values)
    return rows.map(({ user_id }) => user_id)
  }
}
