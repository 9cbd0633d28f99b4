/** People, as enrollment needs them. */
import type { EnrollDeps } from '../../core/enrollment/enroll.ts'
import type { EnrollmentUser } from '../../core/enrollment/token.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

export function findEnrollingUserIn({ pool }: Pick<Store, 'pool'>): EnrollDeps['findUser'] {
  return async (tenantId, id) => {
    const { rows } = await pool.query<{ account_enabled: boolean; licensed: boolean }>(
      'select account_enabled, licensed from directory_user where tenant_id = $1 and user_id = $2',
      [tenantId, id],
    )
    return rows[0] && { enabled: rows[0].account_enabled, licensed: rows[0].licensed }
  }
}

/** Undefined: there is nobody of that name. */
export function findUserNamedIn({ pool }: Pick<Store, 'pool'>) {
  return async (tenantId: TenantId, name: string): Promise<EnrollmentUser | undefined> => {
    const { rows } = await pool.query<{ user_id: string; user_principal_name: string }>(
      `select user_id, user_principal_name from directory_user
       where tenant_id = $1 and name_key = lower($2)`,
      [tenantId, name],
    )
    return rows[0] && { id: rows[0].user_id, userPrincipalName: rows[0].user_principal_name }
  }
}
