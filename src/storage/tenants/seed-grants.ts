/** What a seed has already granted, so that it is not granted again. */
import type { SeedGrant, SeedGrants } from '../../core/tenants/seed-grants.ts'
import type { Store } from '../sql/store.ts'

export function seedGrantsIn({ pool }: Pick<Store, 'pool'>): SeedGrants {
  return {
    async list(tenantId) {
      const { rows } = await pool.query<SeedGrant>(
        'select kind, subject from seed_given where tenant_id = $1',
        [tenantId],
      )
      return rows
    },
    async add(tenantId, grants) {
      await pool.query(
        `insert into seed_given (tenant_id, kind, subject)
         select $1, kind, subject from unnest($2::text[], $3::text[]) as given(kind, subject)
         order by kind, subject on conflict do nothing`,
        [tenantId, grants.map(({ kind }) => kind), grants.map(({ subject }) => subject)],
      )
    },
  }
}
