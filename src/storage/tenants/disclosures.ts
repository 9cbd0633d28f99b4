/** Cross-tenant disclosures in PostgreSQL. */
import type { DisclosureSettings, Disclosures } from '../../core/conflicts/disclosures.ts'
import type { Store } from '../sql/store.ts'

const waiting = `tenant_id = $1 and kind = 'disclosures-spent' and state = 'open'`

export function disclosuresIn({ pool }: Store): DisclosureSettings {
  return {
    async find(tenantId) {
      const { rows } = await pool.query<Disclosures>(
        `select cross_tenant_disclosures_per_day as "perDay", coalesce((select disclosures from cross_tenant_disclosure
             where tenant_id = $1 and day = (business_now() at time zone 'UTC')::date), 0) as today,
           (select count(*)::integer from identity_conflict where ${waiting}) as held
         from tenant where tenant_id = $1`,
        [tenantId],
      )
      return rows[0] ?? { perDay: 0, today: 0, held: 0 }
    },
    async setPerDay(tenantId, perDay) {
      await pool.query(
        'update tenant set cross_tenant_disclosures_per_day = $2 where tenant_id = $1',
        [tenantId, perDay],
      )
    },
    async heldConflicts(tenantId, atMost) {
      const { rows } = await pool.query<{ conflict_id: string }>(
        `select conflict_id from identity_conflict where ${waiting} order by conflict_id limit $2`,
        [tenantId, atMost],
      )
      return rows.map(({ conflict_id }) => conflict_id)
    },
  }
}
