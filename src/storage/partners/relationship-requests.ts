/** Relationship requests in PostgreSQL. */
import { type Selectable, sql } from 'kysely'
import type { ConsentId, RelationshipRequestId, TenantId } from '../../core/ids.ts'
import type { ConsentScope } from '../../core/partners/consent.ts'
import type {
  RelationshipRequest,
  RelationshipRequests,
  RelationshipState,
} from '../../core/partners/relationship.ts'
import type { IdPage } from '../../core/query.ts'
import type { Database } from '../sql/schema.ts'
import type { Store } from '../sql/store.ts'

type Row = Selectable<Database['relationship_request']> & { readonly is_late: boolean }

export function relationshipRequestsIn({ db, transaction }: Store): RelationshipRequests {
  const selected = () =>
    db
      .selectFrom('relationship_request')
      .selectAll()
      .select(sql<boolean>`expires_at <= business_now()`.as('is_late'))
  /** Newest first. */
  const pageOf = ({ after, limit }: IdPage<RelationshipRequestId>) => {
    const page = selected().orderBy('request_id', 'desc').limit(limit)
    return after === undefined ? page : page.where('request_id', '<', after)
  }
  return {
    add: (request, maxOpen) =>
      transaction(async ({ client }) => {
        // One at a time per partner, or two could both be the last that is allowed.
        await client.query('select from tenant where tenant_id = $1 for update', [
          request.partnerId,
        ])
        const { rowCount } = await client.query(
          `insert into relationship_request (request_id, partner_id, tenant_id, scopes, delegated_admin, message, expires_at)
           select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from relationship_request
             where partner_id = $2 and state = 'pending' and expires_at > business_now()) < $8`,
          [
            request.id,
            request.partnerId,
            request.customerId,
            request.scopes,
            request.delegatedAdmin,
            request.message,
            request.expiresAt,
            maxOpen,
          ],
        )
        return rowCount === 1
      }),

    async find(id) {
      const row = await selected().where('request_id', '=', id).executeTakeFirst()
      return row && toRequest(row)
    },

    async ofPartner(partnerId, page) {
      const rows = await pageOf(page).where('partner_id', '=', partnerId).execute()
      return rows.map(toRequest)
    },

    async openFor(customerId, page) {
      const rows = await pageOf(page)
        .where('tenant_id', '=', customerId)
        .where('state', '=', 'pending')
        .where(sql<boolean>`expires_at > business_now()`)
        .execute()
      return rows.map(toRequest)
    },

    async decide(id, { state, by, customerId, consentId }) {
      const { numUpdatedRows } = await db
        .updateTable('relationship_request')
        .set({
          state,
          decided_by: by,
          decided_at: sql<Date>`business_now()`,
          ...(customerId !== undefined && { tenant_id: customerId }),
          ...(consentId !== undefined && { consent_id: consentId }),
        })
        .where('request_id', '=', id)
        .where('state', '=', 'pending')
        .where(sql<boolean>`expires_at > business_now()`)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}

function toRequest(row: Row): RelationshipRequest {
  const isExpired = row.state === 'pending' && row.is_late
  return {
    id: row.request_id as RelationshipRequestId,
    partnerId: row.partner_id as TenantId,
    customerId: row.tenant_id as TenantId | null,
    scopes: row.scopes as ConsentScope[],
    delegatedAdmin: row.delegated_admin,
    message: row.message,
    state: isExpired ? 'expired' : (row.state as RelationshipState),
    consentId: row.consent_id as ConsentId | null,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
