/** What a seed has already given, so that it is not given again. */
import type { SeedGift, SeedGiven } from '../../core/tenants/seed-given.ts'
import type { Store } from '../sql/store.ts'

export function seedGivenIn({ pool }: Pick<Store, 'pool'>): SeedGiven {
  return {
    async list(tenantId) {
      const { rows } = await pool.query<SeedGift>(
        'select kind, subject from seed_given where tenant_id = $1',
        [tenantId],
      )
      return rows
    },
    async add(tenantId, gifts) {
      await pool.query(
        `insert into seed_given (tenant_id, kind, subject)
         select $1, kind, subject from unnest($2::text[], $3::text[]) as given(kind, subject)
         order by kind, subject on conflict do nothing`,
        [tenantId, gifts.map(({ kind }) => kind), gifts.map(({ subject }) => subject)],
      )
    },
  }
}
