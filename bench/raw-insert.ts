/** The least that storing hashes can cost: one statement, one table, one index. */
import type pg from 'pg'

export async function makeRawTable(pool: pg.Pool): Promise<void> {
  await pool.query(
    'create table raw_row (row_id uuid primary key default gen_random_uuid(), serial text, hash bytea)',
  )
}

export async function insertRaw(pool: pg.Pool, hashes: readonly Uint8Array[]): Promise<void> {
  await pool.query({
    name: 'raw-insert',
    text: 'insert into raw_row (serial, hash) select * from unnest($1::text[], $2::bytea[])',
    values: [hashes.map((_, n) => `serial ${n}`), hashes],
  })
}
