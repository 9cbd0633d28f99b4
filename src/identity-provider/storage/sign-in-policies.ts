/** How people of a tenant may sign in; a tenant without a row has the defaults. */

import type { Store } from '../../storage/sql/store.ts'
import { defaultSignInPolicy, type SignInPolicies } from '../core/sign-in-policy.ts'

export function signInPoliciesIn({ db }: Store): SignInPolicies {
  return {
    async find(tenantId) {
      const row = await db
        .selectFrom('tenant_sign_in')
        .select('device_code')
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst()
      return row === undefined ? defaultSignInPolicy : { deviceCode: row.device_code }
    },
    async set(tenantId, { deviceCode }) {
      await db
        .insertInto('tenant_sign_in')
        .values({ tenant_id: tenantId, device_code: deviceCode })
        .onConflict((on) => on.column('tenant_id').doUpdateSet({ device_code: deviceCode }))
        .execute()
    },
  }
}
