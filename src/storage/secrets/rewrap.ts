/**
 * Rotates the key-encryption key: everything encrypted with an older key is re-encrypted with the current one, some
 * rows at a time, so that a rotation can be interrupted and restarted while servers run.
 */
import type pg from 'pg'
import { type KeyEncryptionKeys, keyHead, wrapWith } from './key-encryption.ts'
import { type WrappedColumn, wrappedColumns } from './wrapped-columns.ts'

/** Rows in one transaction. */
const batch = 500

/** Returns how many values were re-encrypted. Throws at a value that none of the keys can decrypt. */
export async function rewrapAll(pool: Pick<pg.Pool, 'connect'>, keys: KeyEncryptionKeys) {
  let total = 0
  for (const column of wrappedColumns) {
    for (;;) {
      const done = await rewrapSome(pool, column, keys)
      total += done
      if (done < batch) break
    }
  }
  return total
}

async function rewrapSome(
  pool: Pick<pg.Pool, 'connect'>,
  { table, column, context }: WrappedColumn,
  keys: KeyEncryptionKeys,
): Promise<number> {
  const wrap = wrapWith(...keys)
  const head = keyHead(keys[0])
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ place: string; wrapped: Buffer; context: string }>(
      `select ctid::text as place, ${column} as wrapped, ${context} as context from ${table}
       where ${column} is not null and substr(${column}, 1, ${head.length}) <> $1 limit ${batch} for update`,
      [head],
    )
    for (const row of rows) {
      const plain = wrap.unwrap(row.wrapped, row.context)
      await client.query(`update ${table} set ${column} = $1 where ctid = $2::tid`, [
        wrap.wrap(plain, row.context),
        row.place,
      ])
    }
    await client.query('commit')
    client.release()
    return rows.length
  } catch (error) {
    client.release(true)
    throw error
  }
}
