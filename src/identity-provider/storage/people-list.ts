/** The list of people with their factors in PostgreSQL: one statement a page. */
import type { Store } from '../../storage/sql/store.ts'
import type { ListedPerson, PeopleList } from '../core/people-list.ts'

type Row = {
  readonly user_id: string
  readonly user_principal_name: string
  readonly display_name: string
  readonly account_enabled: boolean
  readonly roles: string[]
  readonly assigned: string[]
  readonly passkeys: number
  readonly codes: number
  readonly last_used: Date | null
}

const page = `select * from (
  select u.user_id, u.user_principal_name, u.name_key, u.display_name, u.account_enabled, u.roles,
    array(select a.role_id::text from role_assignment a where a.tenant_id = u.tenant_id
      and a.principal_kind = 'user' and a.principal_id = u.user_id order by a.role_id) as assigned,
    (select count(*)::int from passkey p where p.tenant_id = u.tenant_id and p.user_id = u.user_id
      and p.blocked_at is null) as passkeys,
    (select count(*)::int from oath_token t where t.tenant_id = u.tenant_id and t.user_id = u.user_id
      and t.activated_at is not null) as codes,
    (select max(s.used_at) from sign_in s where s.tenant_id = u.tenant_id and s.user_id = u.user_id) as last_used
  from directory_user u
  where u.tenant_id = $1 and ($2::text is null or u.name_key > $2)
    and ($3 = '' or position($3 in lower(u.display_name)) > 0 or position($3 in u.name_key) > 0)
    and ($4::text is null or $4 = any(u.roles) or exists (select from role_assignment r
      join role_definition d on d.tenant_id = r.tenant_id and d.role_id = r.role_id
      where r.tenant_id = u.tenant_id and r.principal_kind = 'user' and r.principal_id = u.user_id
        and d.display_name = $4))
) as person
where $5::text is null
  or ($5 = 'passkey' and passkeys > 0) or ($5 = 'code' and codes > 0) or ($5 = 'none' and passkeys + codes = 0)
order by name_key limit $6`

export function peopleListIn({ pool }: Pick<Store, 'pool'>): PeopleList {
  return async (tenantId, { q = '', role, factor, after, limit }) => {
    const { rows } = await pool.query<Row>(page, [
      tenantId,
      after?.toLowerCase() ?? null,
      q.toLowerCase(),
      role ?? null,
      factor ?? null,
      limit,
    ])
    return rows.map(toPerson)
  }
}

function toPerson(row: Row): ListedPerson {
  return {
    id: row.user_id,
    userPrincipalName: row.user_principal_name,
    displayName: row.display_name,
    enabled: row.account_enabled,
    roles: row.roles,
    assignedRoles: row.assigned,
    passkeys: row.passkeys,
    codes: row.codes,
    lastSignInAt: row.last_used,
  }
}
