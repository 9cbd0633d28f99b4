/** Challenges that were answered. Two servers that receive the same answer meet at its row. */
import type { SpendChallenge } from '../../core/deployment/redeem.ts'
import { batched } from '../sql/batched.ts'
import type { Store } from '../sql/store.ts'

type Spent = Awaited<ReturnType<SpendChallenge>>

/** In database time, moved as an emulator's is. */
export function spendChallengesIn({ pool }: Pick<Store, 'pool'>): SpendChallenge {
  const spend = batched<{ readonly id: Buffer; readonly expires: number }, Spent>(async (asked) => {
    const { rows } = await pool.query<{ place: number; is_late: boolean; is_spent: boolean }>({
      name: 'spend-challenges',
      text: `with clock as (select business_now() as now),
        asked as (select id, to_timestamp(expires) as expires_at, place::int
          from unnest($1::bytea[], $2::float8[]) with ordinality as asked(id, expires, place)),
        first as (select id, min(place) as place from asked group by id),
        spent as (insert into spent_challenge (challenge_id, expires_at)
          select id, expires_at from asked join first using (id, place), clock where expires_at > now
          order by id on conflict do nothing returning challenge_id)
        select asked.place, asked.expires_at <= clock.now as is_late, spent.challenge_id is not null as is_spent
        from clock, asked left join first using (id, place) left join spent on spent.challenge_id = first.id`,
      values: [asked.map(({ id }) => id), asked.map(({ expires }) => expires)],
    })
    const byPlace = new Map(rows.map((row) => [row.place, row]))
    return asked.map((_, n) => {
      const row = byPlace.get(n + 1)
      if (row?.is_spent) return 'spent'
      return row?.is_late ? 'expired' : 'used'
    })
  })
  return (id, expires) => spend({ id, expires })
}
