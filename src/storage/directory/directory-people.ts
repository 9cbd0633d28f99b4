/** People of a tenant in PostgreSQL, as lists show them. */
import { type Selectable, type SqlBool, sql } from 'kysely'
import type {
  DirectoryPeople,
  DirectoryPerson,
  PersonField,
} from '../../core/directory/directory-person.ts'
import { fold } from '../../core/query-match.ts'
import { textFault } from '../../core/storable-text.ts'
import { parseUuid } from '../../core/uuid.ts'
import { type Columns, column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import type { DirectoryUserTable } from '../sql/tables/directory.ts'

const columns: Columns<PersonField> = {
  id: column('user_id', 'id', required),
  userPrincipalName: column('user_principal_name', 'text', required),
  displayName: column('display_name', 'text', required),
  enabled: column('account_enabled', 'boolean', required),
  licensed: column('licensed', 'boolean', required),
  createdAt: column('created_at', 'date', required),
}

export function directoryPeopleIn({ db }: Store): DirectoryPeople {
  return {
    async find(tenantId, idOrName) {
      if (textFault(idOrName) !== undefined) return undefined
      const id = parseUuid(idOrName)
      const all = db.selectFrom('directory_user').selectAll().where('tenant_id', '=', tenantId)
      const row = await (id === undefined
        ? all.where('name_key', '=', fold(idOrName))
        : all.where('user_id', '=', id)
      ).executeTakeFirst()
      return row && toPerson(row)
    },

    async named(tenantId, names) {
      const rows = await db
        .selectFrom('directory_user')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('name_key', '=', (eb) =>
          eb.fn.any(eb.val(names.filter((name) => textFault(name) === undefined).map(fold))),
        )
        .execute()
      return new Map(rows.map((row) => [row.name_key, toPerson(row)]))
    },

    async list(tenantId, query) {
      const found = await listRows<Selectable<DirectoryUserTable>, PersonField>(
        db,
        {
          from: sql.table('directory_user'),
          within: sql<SqlBool>`tenant_id = ${tenantId}`,
          columns,
          ids: ['id'],
        },
        query,
      )
      return { ...found, rows: found.rows.map(toPerson) }
    },
  }
}

function toPerson(row: Selectable<DirectoryUserTable>): DirectoryPerson {
  return {
    id: row.user_id,
    userPrincipalName: row.user_principal_name,
    displayName: row.display_name,
    enabled: row.account_enabled,
    licensed: row.licensed,
    createdAt: row.created_at,
  }
}
