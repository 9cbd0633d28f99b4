/**
 * Rotates the key-encryption key: everything encrypted with an older key is re-encrypted with the current one, some
 * rows at a time, so that a rotation can be interrupted and restarted while servers run.
 */
import type pg from 'pg'
import { primaryKeyOf } from '../sql/primary-key.ts'
import { type KeyEncryptionKeys, keyHead, wrapWith } from './key-encryption.ts'
import { type WrappedColumn, wrappedColumns } from './wrapped-columns.ts'

/** Rows in one transaction. */
const batch = 500

/** Returns how many values were re-encrypted. Throws at a value that none of the keys can decrypt. */
export async function rewrapAll(pool: Pick<pg.Pool, 'connect'>, keys: KeyEncryptionKeys) {
  let total = 0
  for (const column of wrappedColumns) {
    for (;;) {
      const { found, done } = await rewrapSome(pool, column, keys)
      total += done
      if (found < batch && done === found) break
    }
  }
  return total
}

/**
 * Each row is named by its key, as a table needs that is spread over nodes, and is written only if it still has the value that
 * was read: what a server has written meanwhile stays, and is looked at again.
 */
async function rewrapSome(
  pool: Pick<pg.Pool, 'connect'>,
  { table, column, context }: WrappedColumn,
  keys: KeyEncryptionKeys,
): Promise<{ readonly found: number; readonly done: number }> {
  const wrap = wrapWith(...keys)
  const head = keyHead(keys[0])
  const client = await pool.connect()
  try {
    await client.query('begin')
    const key = (await primaryKeyOf(client, table)).split(', ')
    const { rows } = await client.query<{ key: string[]; wrapped: Buffer; context: string }>(
      `select array[${key.map((each) => `${each}::text`)}] as key, ${column} as wrapped, ${context} as context from ${table}
       where ${column} is not null and substr(${column}, 1, ${head.length}) <> $1 limit ${batch}`,
      [head],
    )
    const write = `update ${table} set ${column} = $1 where ${column} = $2
      and ${key.map((each, at) => `${each} = $${at + 3}`).join(' and ')}`
    let done = 0
    for (const row of rows) {
      const plain = wrap.unwrap(row.wrapped, row.context)
      const values = [wrap.wrap(plain, row.context), row.wrapped, ...row.key]
      done += (await client.query(write, values)).rowCount ?? 0
    }
    await client.query('commit')
    client.release()
    return { found: rows.length, done }
  } catch (error) {
    client.release(true)
    throw error
  }
}
