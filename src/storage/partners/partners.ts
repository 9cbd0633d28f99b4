/** Partners in PostgreSQL: tenants of a kind. */
import type { TenantId } from '../../core/ids.ts'
import type { Partner, PartnerKind, Partners } from '../../core/partners/partner.ts'
import type { Store } from '../sql/store.ts'

export function partnersIn({ db }: Pick<Store, 'db'>): Partners {
  return {
    async find(tenantId) {
      const row = await db
        .selectFrom('tenant')
        .select(['display_name', 'partner_kind', 'verified', 'status', 'provider_id'])
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst()
      if (row === undefined || row.partner_kind === null) return undefined
      return {
        id: tenantId,
        displayName: row.display_name,
        kind: row.partner_kind as PartnerKind,
        verified: row.verified,
        status: row.status as Partner['status'],
        providerId: row.provider_id as TenantId | null,
      }
    },

    async setStanding(tenantId, { kind, verified, providerId }) {
      await db
        .updateTable('tenant')
        .set({ partner_kind: kind, verified, provider_id: providerId })
        .where('tenant_id', '=', tenantId)
        .execute()
    },

    async setStatus(tenantId, status) {
      const { numUpdatedRows } = await db
        .updateTable('tenant')
        .set({ status })
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
