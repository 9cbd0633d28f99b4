/** People in PostgreSQL as sign-in needs them. */
import { type Selectable, sql } from 'kysely'
import { type People, type Person, passwordMarkOf } from '../../core/directory/user.ts'
import type { TenantId } from '../../core/ids.ts'
import { fold } from '../../core/query-match.ts'
import { textFault } from '../../core/storable-text.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { DirectoryUserTable } from '../../storage/sql/tables/directory.ts'

export const personColumns = [
  'tenant_id',
  'user_id',
  'user_principal_name',
  'display_name',
  'roles',
  'account_enabled',
  'sign_ins_valid_from',
  'first_password_until',
  'lock_generation',
  'password_hash',
] as const

/** As `passwordMarkOf` makes it. */
const passwordMark = sql<string>`encode(sha256(convert_to(password_hash, 'UTF8')), 'hex')`

export function peopleIn({ db }: Store): People {
  return {
    async find(tenantId, id) {
      const userId = parseUuid(id)
      if (userId === undefined) return undefined
      const row = await db
        .selectFrom('directory_user')
        .select(personColumns)
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return row === undefined ? undefined : toPerson(row)
    },
    async findByName(tenantId, name) {
      if (textFault(name) !== undefined) return undefined
      const row = await db
        .selectFrom('directory_user')
        .select(personColumns)
        .where('tenant_id', '=', tenantId)
        .where('name_key', '=', fold(name))
        .executeTakeFirst()
      return row === undefined ? undefined : { ...toPerson(row), passwordHash: row.password_hash }
    },
    async setPassword(tenantId, id, { hash, firstUntil = null, instead }) {
      const change = db
        .updateTable('directory_user')
        .set({ password_hash: hash, first_password_until: firstUntil })
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', id)
      const { numUpdatedRows } = await (instead === undefined
        ? change
        : change.where(passwordMark, '=', instead)
      ).executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async openLocks(tenantId, id) {
      const { numUpdatedRows } = await db
        .updateTable('directory_user')
        .set({ lock_generation: sql<number>`lock_generation + 1` })
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async endSignIns(tenantId, id) {
      await db
        .updateTable('directory_user')
        // Not the beginning of the transaction: who signed in while it ran had seen what it changes.
        .set({ sign_ins_valid_from: sql<Date>`clock_timestamp()` })
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', id)
        .execute()
    },
  }
}

export type PersonRow = Pick<Selectable<DirectoryUserTable>, (typeof personColumns)[number]>

export function toPerson(row: PersonRow): Person {
  return {
    id: row.user_id,
    tenantId: row.tenant_id as TenantId,
    userPrincipalName: row.user_principal_name,
    displayName: row.display_name,
    roles: row.roles,
    enabled: row.account_enabled,
    lockGeneration: row.lock_generation,
    ...(row.sign_ins_valid_from !== null && { signInsValidFrom: row.sign_ins_valid_from }),
    ...(row.first_password_until !== null && { firstPasswordUntil: row.first_password_until }),
    ...(row.password_hash !== null && { passwordMark: passwordMarkOf(row.password_hash) }),
  }
}
