/**
 * The tables in a backup: all persistent ones but those that triggers fill from others. Unlogged tables hold momentary
 * request counts.
 */
import type pg from 'pg'
import type { BackupTable } from './manifest.ts'

/** Settings that both sides of a copy must share, so that equal rows are equal text. */
export const copySettings = `set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'; set local search_path = public`

/** Each after those it references; generated columns are omitted, because they are computed again. */
export async function tablesOf(client: pg.Client): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<BackupTable & { refers_to: string[] }>(
    `select relation.relname as name,
       array(select attname::text from pg_attribute where attrelid = relation.oid and attnum > 0
         and not attisdropped and attgenerated = '' order by attnum) as columns,
       array(select confrelid::regclass::text from pg_constraint
         where conrelid = relation.oid and contype = 'f' and confrelid <> relation.oid) as refers_to
     from pg_class as relation where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and relpersistence = 'p' and not relispartition and relname not in ('schema_migration', 'device_tally', 'device_span', 'device_attribute', 'record_tally', 'refused_row')
     order by relname`,
  )
  return inOrder(rows)
}

function inOrder(
  rows: readonly (BackupTable & { readonly refers_to: readonly string[] })[],
): readonly BackupTable[] {
  const ordered: BackupTable[] = []
  let open = [...rows]
  while (open.length > 0) {
    const done = new Set(ordered.map(({ name }) => name))
    const ready = open.filter(({ refers_to }) => refers_to.every((name) => done.has(name)))
    if (ready.length === 0) throw new Error('tables refer to each other in a ring')
    ordered.push(...ready.map(({ name, columns }) => ({ name, columns })))
    open = open.filter((each) => !ready.includes(each))
  }
  return ordered
}

/** The table and its columns, as `copy` wants them. */
export function copyTarget({ name, columns }: BackupTable): string {
  return `public."${name}" (${columns.map((column) => `"${column}"`).join(', ')})`
}
