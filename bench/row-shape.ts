/**
 * The least that storing what an import leaves can cost: exactly its rows, one bulk insert for each table, into tables of
 * the same columns. Nothing is decoded, compared, encrypted or decided.
 */
import type pg from 'pg'
import { textArray } from '../src/storage/sql/binary-arrays.ts'
import { blobsSql, joinBlobs } from '../src/storage/sql/blobs.ts'

/** What an import writes a row to for each device, and the condition for those of one import. */
const tables = {
  import_row: 'import_id = $1',
  hardware_hash:
    'hash_id in (select hash_id from device_hash where device_id in (select * from own))',
  device: 'source_import_id = $1',
  device_identity: 'device_id in (select * from own)',
  device_hash: 'device_id in (select * from own)',
  identity_token:
    'token in (select unnest(tokens) from device_identity where device_id in (select * from own))',
} as const
const own = 'with own as (select device_id from device where source_import_id = $1)'

type Column = { readonly name: string; readonly type: string }
type Insert = (client: Pick<pg.ClientBase, 'query'>) => Promise<unknown>

/** `keyed`: their key is their only index. `listed`: they have every index, as lists in each order need them. */
export type Shape = 'keyed' | 'listed'

export async function makeShapedTables(pool: pg.Pool): Promise<void> {
  for (const table of Object.keys(tables)) {
    await pool.query(`create table listed_${table} (like ${table} including indexes)`)
    await pool.query(`create table keyed_${table} (like ${table})`)
    const { rows } = await pool.query<{ key: string }>(
      `select pg_get_constraintdef(oid) as key from pg_constraint where conrelid = $1::regclass and contype = 'p'`,
      [table],
    )
    await pool.query(`alter table keyed_${table} add ${rows[0]?.key}`)
  }
}

/** Statements that insert what the import left, with all their parameters made. */
export async function insertsOf(
  pool: pg.Pool,
  importId: string,
  shape: Shape,
): Promise<readonly Insert[]> {
  const inserts: Insert[] = []
  for (const [table, condition] of Object.entries(tables)) {
    const columns = await columnsOf(pool, table)
    const { rows } = await pool.query<Record<string, string | Buffer | null>>(
      `${own} select ${columns.map(asRead).join(', ')} from ${table} where ${condition}`,
      [importId],
    )
    if (rows.length === 0) throw new Error(`the import left nothing in ${table}`)
    const query = insertOf(`${shape}_${table}`, columns, rows)
    inserts.push((client) => client.query(query))
  }
  return inserts
}

async function columnsOf(pool: pg.Pool, table: string): Promise<readonly Column[]> {
  const { rows } = await pool.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  )
  return rows
}

const isBytes = ({ type }: Column) => type === 'bytea'
const asRead = (column: Column) => (isBytes(column) ? column.name : `${column.name}::text`)

function insertOf(
  table: string,
  columns: readonly Column[],
  rows: readonly Record<string, string | Buffer | null>[],
): pg.QueryConfig {
  const texts = columns.filter((column) => !isBytes(column))
  const bytes = columns.filter(isBytes)
  const asStored = (column: Column) =>
    isBytes(column) ? `blob_${column.name}.bytes` : `given.${column.name}::${column.type}`
  const blobs = bytes.map(
    ({ name }, n) => `join ${blobsSql(texts.length + 1 + 2 * n)} as blob_${name} using (position)`,
  )
  return {
    name: `into-${table}`,
    text: `insert into ${table} (${columns.map(({ name }) => name).join(', ')})
      select ${columns.map(asStored).join(', ')}
      from unnest(${texts.map((_, n) => `$${n + 1}::text[]`).join(', ')})
        with ordinality as given(${texts.map(({ name }) => name).join(', ')}, position) ${blobs.join(' ')}`,
    values: [
      ...texts.map(({ name }) => textArray(rows.map((row) => row[name] as string | null))),
      ...bytes.flatMap(({ name }) =>
        joinBlobs(rows.map((row) => (row[name] as Buffer | null) ?? Buffer.alloc(0))),
      ),
    ],
  }
}
