/**
 * A restored database is of an earlier time, and what was used up or ended since must not come back: tokens, sessions
 * and codes from before the restore are invalid after it, whichever side of the backup they are from.
 *
 * What cannot be known is what a person revoked after the backup was made: secrets, roles, members.
 */
import type pg from 'pg'

/** In the restore's own transaction. A backup of an older version may lack tables, and has nothing in them then. */
export async function beginEpoch(client: Pick<pg.Client, 'query'>): Promise<void> {
  for (const [table, text] of statements) {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('public.' || $1) is not null as there`,
      [table],
    )
    if (rows[0]?.there === true) await client.query(text)
  }
}

const statements: readonly (readonly [table: string, text: string])[] = [
  // The next start makes another key: no token that the old one signed is good.
  ['signing_key', 'delete from signing_key'],
  // Sessions, refresh tokens, codes, challenges, and half a sign-in.
  ['protocol_state', 'delete from protocol_state'],
  ['sign_in', 'delete from sign_in'],
  // Which of them were used since nobody knows; the next sign-in hands out new ones.
  ['recovery_code_set', 'delete from recovery_code_set'],
  [
    'oath_token',
    `update oath_token set last_used_step = greatest(last_used_step,
       floor(extract(epoch from business_now()) / step_seconds)::bigint + drift + 1)`,
  ],
  ['challenge_key', 'delete from challenge_key'],
  ['deployment_session', 'delete from deployment_session'],
  ['claim_token', 'delete from claim_token'],
  ['enrollment_token', 'delete from enrollment_token'],
]
