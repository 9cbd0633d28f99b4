/** Saved views in PostgreSQL. */
import type { Selectable } from 'kysely'
import type { ViewId } from '../../core/ids.ts'
import type { SavedView, SavedViews } from '../../core/views/saved-view.ts'
import type { Database } from '../sql/schema.ts'
import type { Store } from '../sql/store.ts'

export function savedViewsIn({ db }: Store): SavedViews {
  return {
    async list(tenantId, ownerId) {
      const rows = await db
        .selectFrom('saved_view')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where((eb) => eb.or([eb('owner_id', '=', ownerId), eb('is_shared', '=', true)]))
        .orderBy('name')
        .orderBy('view_id')
        .execute()
      return rows.map(toView)
    },

    async count(tenantId, ownerId) {
      const { own } = await db
        .selectFrom('saved_view')
        .select((eb) => eb.fn.countAll<string>().as('own'))
        .where('tenant_id', '=', tenantId)
        .where('owner_id', '=', ownerId)
        .executeTakeFirstOrThrow()
      return Number(own)
    },

    async put(tenantId, { id, ownerId, by, shared, name, path, query }) {
      const details = { name, path, query, is_shared: shared, made_by: by }
      const row = await db
        .insertInto('saved_view')
        .values({ ...details, tenant_id: tenantId, view_id: id, owner_id: ownerId })
        .onConflict((on) =>
          on
            .columns(['tenant_id', 'view_id'])
            .doUpdateSet(details)
            .where('saved_view.owner_id', '=', ownerId),
        )
        .returning('view_id')
        .executeTakeFirst()
      return row !== undefined
    },

    async remove(tenantId, ownerId, id) {
      const row = await db
        .deleteFrom('saved_view')
        .where('tenant_id', '=', tenantId)
        .where('view_id', '=', id)
        .where('owner_id', '=', ownerId)
        .returning('view_id')
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

function toView(row: Selectable<Database['saved_view']>): SavedView {
  return {
    id: row.view_id as ViewId,
    name: row.name,
    path: row.path,
    query: row.query,
    shared: row.is_shared,
    ownerId: row.owner_id,
    by: row.made_by,
  }
}
