/**
 * The daily secrets from which challenges are derived, made by the first server that needs them. Each is made a day
 * before it is used, so that a server whose clock is behind knows it too.
 */
import { randomBytes } from 'node:crypto'
import type { ChallengeKeys } from '../../core/deployment/challenge.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'

const dayMs = 86_400_000
const contextOf = (day: string) => `challenge_key:${day}`
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/** Read once a day; `now` determines the day. */
export function challengeKeysIn(
  { pool }: Pick<Store, 'pool'>,
  wrap: Wrap,
  now: () => Date,
): () => Promise<ChallengeKeys> {
  let held: { readonly day: string; readonly keys: Promise<ChallengeKeys> } | undefined

  async function read(time: number): Promise<ChallengeKeys> {
    const days = [dayOf(time), dayOf(time - dayMs), dayOf(time + dayMs)] as const
    await pool.query(
      `insert into challenge_key (day, wrapped) select * from unnest($1::date[], $2::bytea[])
       on conflict do nothing`,
      [days, days.map((day) => Buffer.from(wrap.wrap(randomBytes(32), contextOf(day))))],
    )
    const { rows } = await pool.query<{ day: string; wrapped: Buffer }>(
      'select day::text as day, wrapped from challenge_key where day = any($1::date[])',
      [days],
    )
    const [today, ...others] = days.map((day) => {
      const wrapped = rows.find((row) => row.day === day)?.wrapped
      if (wrapped === undefined) throw new Error('a challenge key that was just stored is gone')
      return Buffer.from(wrap.unwrap(wrapped, contextOf(day)))
    })
    if (today === undefined) throw new Error('there is no day today')
    return [today, ...others]
  }

  return () => {
    const time = now().getTime()
    if (held?.day !== dayOf(time)) {
      const keys = read(time)
      const attempt = { day: dayOf(time), keys }
      keys.catch(() => {
        if (held === attempt) held = undefined
      })
      held = attempt
    }
    return held.keys
  }
}
