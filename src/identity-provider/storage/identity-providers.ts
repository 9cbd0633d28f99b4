/** Outside identity providers in the database; their client secrets are wrapped. */
import { type Selectable, sql } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../../storage/sql/store.ts'
import type { AuthorityTables } from '../../storage/sql/tables/sign-in.ts'
import type { IdentityProvider, IdentityProviders } from '../core/identity-provider.ts'

export function identityProvidersIn({ db }: Store, wrap: Wrap): IdentityProviders {
  const all = (tenantId: TenantId) =>
    db.selectFrom('identity_provider').selectAll().where('tenant_id', '=', tenantId)

  return {
    async list(tenantId) {
      const rows = await all(tenantId).orderBy('display_name').execute()
      return rows.map((row) => fromRow(row, wrap))
    },
    async find(tenantId, id) {
      const uuid = parseUuid(id)
      if (uuid === undefined) return undefined
      const row = await all(tenantId).where('provider_id', '=', uuid).executeTakeFirst()
      return row === undefined ? undefined : fromRow(row, wrap)
    },
    async save({ tenantId, id, ...provider }) {
      const secret = provider.clientSecret
      const details = {
        display_name: provider.displayName,
        issuer: provider.issuer,
        client_id: provider.clientId,
        wrapped_client_secret:
          secret === undefined
            ? null
            : Buffer.from(wrap.wrap(Buffer.from(secret), contextOf(tenantId, id))),
        link_claim: provider.linkClaim,
        required_tid: provider.requiredTid ?? null,
      }
      await db
        .insertInto('identity_provider')
        .values({ tenant_id: tenantId, provider_id: id, ...details })
        .onConflict((on) =>
          on.columns(['tenant_id', 'provider_id']).doUpdateSet({
            ...details,
            private_network: sql`identity_provider.private_network and identity_provider.issuer = excluded.issuer`,
          }),
        )
        .execute()
    },
    async markPrivateNetwork({ tenantId, id, issuer, privateNetwork }) {
      const uuid = parseUuid(id)
      if (uuid === undefined) return false
      const { numUpdatedRows } = await db
        .updateTable('identity_provider')
        .set({ private_network: privateNetwork })
        .where('tenant_id', '=', tenantId)
        .where('provider_id', '=', uuid)
        .where('issuer', '=', issuer)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async remove(tenantId, id) {
      const uuid = parseUuid(id)
      if (uuid === undefined) return false
      const { numDeletedRows } = await db
        .deleteFrom('identity_provider')
        .where('tenant_id', '=', tenantId)
        .where('provider_id', '=', uuid)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

type Row = Selectable<AuthorityTables['identity_provider']>

function fromRow(row: Row, wrap: Wrap): IdentityProvider {
  const { tenant_id, provider_id, wrapped_client_secret: wrapped, required_tid } = row
  return {
    tenantId: tenant_id as TenantId,
    id: provider_id,
    displayName: row.display_name,
    issuer: row.issuer,
    clientId: row.client_id,
    linkClaim: row.link_claim,
    privateNetwork: row.private_network,
    ...(wrapped !== null && {
      clientSecret: Buffer.from(wrap.unwrap(wrapped, contextOf(tenant_id, provider_id))).toString(),
    }),
    ...(required_tid !== null && { requiredTid: required_tid }),
  }
}

function contextOf(tenantId: string, providerId: string): string {
  return `identity_provider:${tenantId}:${providerId}`
}
