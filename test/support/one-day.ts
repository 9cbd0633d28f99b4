/** Limits by day begin anew at midnight (UTC): a test that counts them must not run across it. */
import type { Pool } from 'pg'

/** Shortly before midnight, the database's business goes on half an hour later. */
export async function withinOneDay(pool: Pick<Pool, 'query'>): Promise<void> {
  await pool.query(
    `insert into virtual_clock (ahead_ms) select 1800000
     where ((business_now() + interval '25 minutes') at time zone 'UTC')::date > (business_now() at time zone 'UTC')::date
     on conflict do nothing`,
  )
}
