/** People in PostgreSQL. */
import type { Users } from '../../core/directory/user.ts'
import { fold } from '../../core/query-match.ts'
import { textFault } from '../../core/storable-text.ts'
import type { Store } from '../sql/store.ts'

export function usersIn({ db }: Store): Users {
  return {
    async exists(tenantId, userPrincipalName) {
      if (textFault(userPrincipalName) !== undefined) return false
      const row = await db
        .selectFrom('directory_user')
        .select('user_id')
        .where('tenant_id', '=', tenantId)
        .where('name_key', '=', fold(userPrincipalName))
        .executeTakeFirst()
      return row !== undefined
    },

    async rolesOf(tenantId, userPrincipalName) {
      if (textFault(userPrincipalName) !== undefined) return []
      const row = await db
        .selectFrom('directory_user')
        .select('roles')
        .where('tenant_id', '=', tenantId)
        .where('name_key', '=', fold(userPrincipalName))
        .executeTakeFirst()
      return row?.roles ?? []
    },

    async ensure(user) {
      const details = {
        display_name: user.displayName,
        roles: [...user.roles],
        licensed: user.licensed,
      }
      await db
        .insertInto('directory_user')
        .values({
          ...details,
          tenant_id: user.tenantId,
          user_id: user.id,
          user_principal_name: user.userPrincipalName,
          password_hash: user.passwordHash,
          first_password_until: user.firstPasswordUntil ?? null,
        })
        .onConflict((on) => on.columns(['tenant_id', 'name_key']).doUpdateSet(details))
        .execute()
    },

    async add(user) {
      const row = await db
        .insertInto('directory_user')
        .values({
          tenant_id: user.tenantId,
          user_id: user.id,
          user_principal_name: user.userPrincipalName,
          display_name: user.displayName,
          password_hash: user.passwordHash,
          first_password_until: user.firstPasswordUntil ?? null,
          account_enabled: user.enabled,
          roles: [...user.roles],
          licensed: user.licensed,
        })
        .onConflict((on) => on.columns(['tenant_id', 'name_key']).doNothing())
        .returning('user_id')
        .executeTakeFirst()
      return row !== undefined
    },

    async change(tenantId, id, { displayName, enabled }) {
      if (displayName === undefined && enabled === undefined) return
      await db
        .updateTable('directory_user')
        .set({
          ...(displayName !== undefined && { display_name: displayName }),
          ...(enabled !== undefined && { account_enabled: enabled }),
        })
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', id)
        .execute()
    },
  }
}
