/** Tenants in PostgreSQL. */
import { type Kysely, sql } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import { textFault } from '../../core/storable-text.ts'
import type { NewTenant, Tenant, Tenants, UnknownTuples } from '../../core/tenants/tenant.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Database } from '../sql/schema.ts'
import type { Store } from '../sql/store.ts'

export function tenantsIn({ db, transaction }: Store): Tenants {
  const selectTenants = () => tenantsWithDomains(db)

  return {
    async find(idOrDomain) {
      if (textFault(idOrDomain) !== undefined) return undefined
      const id = parseUuid(idOrDomain)
      const query =
        id === undefined
          ? selectTenants().where('tenant_id', '=', (eb) =>
              eb
                .selectFrom('tenant_domain')
                .select('tenant_domain.tenant_id')
                .where('domain', '=', idOrDomain.toLowerCase()),
            )
          : selectTenants().where('tenant_id', '=', id)
      const row = await query.executeTakeFirst()
      return row === undefined ? undefined : toTenant(row)
    },

    async list() {
      const rows = await selectTenants().orderBy('created_at').execute()
      return rows.map(toTenant)
    },

    async change(tenantId, { displayName, importSeconds, unknownTuples }) {
      const row = await db
        .updateTable('tenant')
        .set({
          tenant_id: tenantId,
          ...(displayName !== undefined && { display_name: displayName }),
          ...(importSeconds !== undefined && { import_seconds: importSeconds }),
          ...(unknownTuples !== undefined && { unknown_tuples: unknownTuples }),
        })
        .where('tenant_id', '=', tenantId)
        .returning('tenant_id')
        .executeTakeFirst()
      return row && (await this.find(tenantId))
    },

    async setAssignedUserMustExist(tenantId, mustExist) {
      await db
        .updateTable('tenant')
        .set({ assigned_user_must_exist: mustExist })
        .where('tenant_id', '=', tenantId)
        .execute()
    },

    async setOnDelete(tenantId, onDelete) {
      await db
        .updateTable('tenant')
        .set({ on_delete: onDelete })
        .where('tenant_id', '=', tenantId)
        .execute()
    },

    async ensure(tenant: NewTenant) {
      await transaction(async ({ db: trx }) => {
        await trx
          .insertInto('tenant')
          .values({ tenant_id: tenant.id, display_name: tenant.displayName })
          .onConflict((on) =>
            on.column('tenant_id').doUpdateSet({ display_name: tenant.displayName }),
          )
          .execute()
        const domains = tenant.domains.map((domain, position) => ({
          domain: domain.toLowerCase(),
          tenant_id: tenant.id,
          position,
        }))
        if (domains.length === 0) return
        await trx
          .insertInto('tenant_domain')
          .values(domains)
          .onConflict((on) =>
            on.column('domain').doUpdateSet((eb) => ({ position: eb.ref('excluded.position') })),
          )
          .execute()
      })
    },
  }
}

export function tenantsWithDomains(db: Kysely<Database>) {
  return db
    .selectFrom('tenant')
    .select([
      'tenant_id',
      'display_name',
      'import_seconds',
      'assigned_user_must_exist',
      'on_delete',
      'unknown_tuples',
      'status',
      'created_at',
    ])
    .select(
      sql<string[]>`array(select domain from tenant_domain
        where tenant_domain.tenant_id = tenant.tenant_id order by position)`.as('domains'),
    )
}

export type TenantRow = {
  tenant_id: string
  display_name: string
  import_seconds: number
  assigned_user_must_exist: boolean
  on_delete: 'reserve' | 'release' | null
  unknown_tuples: string
  status: string
  created_at: Date
  domains: string[]
}

export function toTenant(row: TenantRow): Tenant {
  return {
    id: row.tenant_id as TenantId,
    displayName: row.display_name,
    domains: row.domains,
    importSeconds: row.import_seconds,
    assignedUserMustExist: row.assigned_user_must_exist,
    onDelete: row.on_delete,
    unknownTuples: row.unknown_tuples as UnknownTuples,
    isSuspended: row.status === 'suspended',
    createdAt: row.created_at,
  }
}
