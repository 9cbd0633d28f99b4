/** People in PostgreSQL as sign-in needs them. */
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { People, Person } from '../core/directory/user.ts'
import { parseUuid, type TenantId } from '../core/ids.ts'
import { textFault } from '../core/storable-text.ts'
import type { Store } from './database.ts'
import type { DirectoryUserTable } from './schema.ts'

const columns = [
  'tenant_id',
  'user_id',
  'user_principal_name',
  'display_name',
  'roles',
  'account_enabled',
  'sign_ins_valid_from',
  'first_password_until',
] as const

export function peopleIn({ db }: Store): People {
  return {
    async find(tenantId, id) {
      const userId = parseUuid(id)
      if (userId === undefined) return undefined
      const row = await db
        .selectFrom('directory_user')
        .select(columns)
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return row === undefined ? undefined : fromRow(row)
    },
    async findByName(tenantId, name) {
      if (textFault(name) !== undefined) return undefined
      const row = await db
        .selectFrom('directory_user')
        .select([...columns, 'password_hash'])
        .where('tenant_id', '=', tenantId)
        .where('name_key', '=', name.toLowerCase())
        .executeTakeFirst()
      return row === undefined ? undefined : { ...fromRow(row), passwordHash: row.password_hash }
    },
    async setPassword(tenantId, id, { hash, firstUntil = null }) {
      await db
        .updateTable('directory_user')
        .set({ password_hash: hash, first_password_until: firstUntil })
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', id)
        .execute()
    },
    async endSignIns(tenantId, id) {
      await db
        .updateTable('directory_user')
        .set({ sign_ins_valid_from: sql<Date>`now()` })
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', id)
        .execute()
    },
  }
}

function fromRow(row: Pick<Selectable<DirectoryUserTable>, (typeof columns)[number]>): Person {
  return {
    id: row.user_id,
    tenantId: row.tenant_id as TenantId,
    userPrincipalName: row.user_principal_name,
    displayName: row.display_name,
    roles: row.roles,
    enabled: row.account_enabled,
    ...(row.sign_ins_valid_from !== null && { signInsValidFrom: row.sign_ins_valid_from }),
    ...(row.first_password_until !== null && { firstPasswordUntil: row.first_password_until }),
  }
}
