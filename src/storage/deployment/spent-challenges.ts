/** Challenges that were answered. Two servers that receive the same answer meet at its row. */
import type { SpendChallenge } from '../../core/deployment/redeem.ts'
import type { Store } from '../sql/store.ts'

/** In database time, moved as an emulator's is. */
export function spendChallengesIn({ pool }: Pick<Store, 'pool'>): SpendChallenge {
  return async (id, expires) => {
    const { rows } = await pool.query<{ is_late: boolean; is_spent: boolean }>({
      name: 'spend-challenge',
      text: `with clock as (select business_now() as now),
        spent as (insert into spent_challenge (challenge_id, expires_at)
          select $1, to_timestamp($2) from clock where to_timestamp($2) > now on conflict do nothing returning 1)
        select to_timestamp($2) <= now as is_late, exists (select from spent) as is_spent from clock`,
      values: [id, expires],
    })
    if (rows[0]?.is_spent) return 'spent'
    return rows[0]?.is_late ? 'expired' : 'used'
  }
}
