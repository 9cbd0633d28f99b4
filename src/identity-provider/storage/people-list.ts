/** The list of people with their factors in PostgreSQL: one statement a page. */
import { fold } from '../../core/query-match.ts'
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
  select person.user_id, person.user_principal_name, person.name_key, person.display_name, person.account_enabled,
    person.roles,
    array(select given.role_id::text from role_assignment given where given.tenant_id = person.tenant_id
      and given.principal_kind = 'user' and given.principal_id = person.user_id order by given.role_id) as assigned,
    (select count(*)::int from passkey where passkey.tenant_id = person.tenant_id
      and passkey.user_id = person.user_id and passkey.blocked_at is null) as passkeys,
    (select count(*)::int from oath_token token where token.tenant_id = person.tenant_id
      and token.user_id = person.user_id and token.activated_at is not null) as codes,
    (select max(used_at) from sign_in where sign_in.tenant_id = person.tenant_id
      and sign_in.user_id = person.user_id) as last_used
  from directory_user person
  where person.tenant_id = $1 and ($2::text is null or person.name_key > $2)
    and ($3 = '' or position($3 in lower(person.display_name)) > 0 or position($3 in person.name_key) > 0)
    and ($4::text is null or $4 = any(person.roles) or exists (select from role_assignment given
      join role_definition role on role.tenant_id = given.tenant_id and role.role_id = given.role_id
      where given.tenant_id = person.tenant_id and given.principal_kind = 'user'
        and given.principal_id = person.user_id and role.display_name = $4))
) listed
where $5::text is null
  or ($5 = 'passkey' and passkeys > 0) or ($5 = 'code' and codes > 0) or ($5 = 'none' and passkeys + codes = 0)
order by name_key limit $6`

export function peopleListIn({ pool }: Pick<Store, 'pool'>): PeopleList {
  return async (tenantId, { q = '', role, factor, after, limit }) => {
    const { rows } = await pool.query<Row>(page, [
      tenantId,
      after === undefined ? null : fold(after),
      fold(q),
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
