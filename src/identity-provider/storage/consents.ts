/** What people have allowed programs in their own name. */

import { sql } from 'kysely'
import type { ApplicationId } from '../../core/ids.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { Consents } from '../core/consent.ts'

export function consentsIn({ db }: Store): Consents {
  return {
    async of({ tenantId, id }, applicationId) {
      const row = await db
        .selectFrom('user_consent')
        .select('scopes')
        .where('tenant_id', '=', tenantId)
        .where('application_id', '=', applicationId)
        .where('user_id', '=', id)
        .executeTakeFirst()
      return row?.scopes ?? []
    },
    async list({ tenantId, id }) {
      const rows = await db
        .selectFrom('user_consent')
        .select(['application_id', 'scopes'])
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', id)
        .orderBy('created_at')
        .execute()
      return rows.map((row) => ({
        applicationId: row.application_id as ApplicationId,
        scopes: row.scopes,
      }))
    },
    async allow({ tenantId, id }, applicationId, scopes) {
      const all = sql<
        string[]
      >`array(select distinct unnest(user_consent.scopes || excluded.scopes) order by 1)`
      await db
        .insertInto('user_consent')
        .values({
          tenant_id: tenantId,
          application_id: applicationId,
          user_id: id,
          scopes: [...scopes],
        })
        .onConflict((on) =>
          on.columns(['tenant_id', 'application_id', 'user_id']).doUpdateSet({ scopes: all }),
        )
        .execute()
    },
    async withdraw({ tenantId, id }, applicationId) {
      await db
        .deleteFrom('user_consent')
        .where('tenant_id', '=', tenantId)
        .where('application_id', '=', applicationId)
        .where('user_id', '=', id)
        .execute()
    },
  }
}
