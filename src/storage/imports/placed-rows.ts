/** Rows of imports with the file and line that they came from. */
import type pg from 'pg'
import type { TenantId } from '../../core/ids.ts'
import type {
  ImportLabel,
  PlacedReceipt,
  RefusedQuery,
  RefusedRow,
  RowsQuery,
} from '../../core/imports/import-list.ts'
import type { Wrap } from '../../core/wrap.ts'
import { reachedRow, rowReach } from '../access/reached-import-rows.ts'
import { unwrapHash } from '../devices/hash-bytes.ts'
import { type ImportRow, toImportedDevice } from './imports.ts'
import { rowConflicts } from './row-conflicts.ts'

export async function placedRows(
  pool: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { importId, scope, state, error, after, limit }: RowsQuery,
): Promise<readonly PlacedReceipt[]> {
  const { rows } = await pool.query<ImportRow & { file: string | null; line: number | null }>({
    name: 'import-placed-rows',
    text: `select import_row.*, place.file, place.line from import_row
      left join import_place as place on place.tenant_id = import_row.tenant_id and place.import_id = import_row.import_id and place.row_number = import_row.row_number
      where import_row.tenant_id = $1 and import_row.import_id = $2 and ${reachedRow(3)} and import_row.row_number > $5
        and ($6::text is null or import_row.status = $6) and ($7::text is null or import_row.refusal = $7 or import_row.refusal like '% ' || $7)
      order by import_row.row_number limit $8`,
    values: [tenantId, importId, ...rowReach(scope), after, state ?? null, error ?? null, limit],
  })
  const conflicts = await rowConflicts(pool, tenantId, rows)
  return rows.map(({ file, line, ...row }) => ({
    receipt: toImportedDevice(row, conflicts),
    file,
    line,
  }))
}

type KeptRow = ImportRow & {
  readonly file: string | null
  readonly line: number | null
  readonly bytes: Buffer
  readonly length: number
}

export async function refusedRows(
  pool: Pick<pg.ClientBase, 'query'>,
  wrap: Wrap,
  { tenantId, importId, scope, errors }: RefusedQuery & { readonly tenantId: TenantId },
): Promise<readonly RefusedRow[]> {
  const { rows } = await pool.query<KeptRow>({
    name: 'import-refused-rows',
    text: `select import_row.*, place.file, place.line, hardware_hash.bytes, hardware_hash.length from import_row
      join hardware_hash on hardware_hash.tenant_id = import_row.tenant_id
        and hardware_hash.hash_id = (left(import_row.import_id::text, 28) || lpad(to_hex(import_row.row_number), 8, '0'))::uuid
      left join import_place as place on place.tenant_id = import_row.tenant_id and place.import_id = import_row.import_id and place.row_number = import_row.row_number
      where import_row.tenant_id = $1 and import_row.import_id = $2 and ${reachedRow(3)} and import_row.status = 'error'
        and (import_row.refusal = any($5) or split_part(import_row.refusal, ' ', 2) = any($5))
      order by import_row.row_number`,
    values: [tenantId, importId, ...rowReach(scope), errors],
  })
  return rows.map((row) => {
    const receipt = toImportedDevice(row)
    const {
      state: _,
      submittedAt: __,
      submittedBy: ___,
      decidedAt: ____,
      id,
      ...submission
    } = receipt
    return {
      submission: { ...submission, importId: null, hardwareHash: unwrapHash(wrap, id, row) },
      place: { file: row.file ?? '', line: row.line ?? 0 },
    }
  })
}

export async function keepLabel(
  pool: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { importId, label, by, places }: ImportLabel,
): Promise<void> {
  await pool.query(
    `insert into import_label (tenant_id, import_id, label, made_by, rows)
      values ($1, $2, $3, $4, $5)`,
    [tenantId, importId, label, by, places.length],
  )
  await pool.query(
    `insert into import_place (tenant_id, import_id, row_number, file, line)
      select $1, $2, position, file, line from unnest($3::text[], $4::int[]) with ordinality as place(file, line, position)`,
    [tenantId, importId, places.map(({ file }) => file), places.map(({ line }) => line)],
  )
}
