/** People who can grant a consent, by name: a few of the tenant's Global Administrators. */
import type { TenantId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

const maxNames = 5

export function decidersIn({ pool }: Pick<Store, 'pool'>) {
  return async (tenantId: TenantId): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ name: string }>(
      `select user_principal_name as name from directory_user
       where tenant_id = $1 and 'Global Administrator' = any(roles) and account_enabled
       order by user_principal_name limit $2`,
      [tenantId, maxNames],
    )
    return rows.map(({ name }) => name)
  }
}
