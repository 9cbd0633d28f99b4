/** Imports as lists: a walk over the ids in the index of receipts, and row counts of those shown. */
import type pg from 'pg'
import type { TagScope } from '../../core/access/tag-scope.ts'
import type { ImportId, TenantId } from '../../core/ids.ts'
import type {
  ImportLabel,
  ImportLists,
  ImportSummary,
  PlacedReceipt,
  RefusedQuery,
  RefusedRow,
  RowsQuery,
} from '../../core/imports/import-list.ts'
import type { Wrap } from '../../core/wrap.ts'
import { unwrapHash } from '../devices/hash-bytes.ts'
import { refusalOf } from '../sql/refusal-text.ts'
import type { Store } from '../sql/store.ts'
import { type ImportRow, toImportedDevice } from './imports.ts'
import { rowConflicts } from './row-conflicts.ts'

export function importListsIn({ pool }: Store, wrap: Wrap): ImportLists {
  return {
    async list(tenantId, { after, limit, scope }) {
      const { rows } = await pool.query<{ import_id: ImportId }>({
        name: 'import-ids',
        text: `with recursive walk as (
            (select import_id from import_row where tenant_id = $1 and ($2::uuid is null or import_id < $2)
              order by import_id desc limit 1)
            union all
            select (select next.import_id from import_row next
                where next.tenant_id = $1 and next.import_id < walk.import_id order by next.import_id desc limit 1)
              from walk where walk.import_id is not null)
          select import_id from walk where import_id is not null and ($4::text[] is null or exists (select from import_row
            where import_row.tenant_id = $1 and import_row.import_id = walk.import_id and ${reachedBy(4)})) limit $3`,
        values: [tenantId, after ?? null, limit, ...reachOf(scope)],
      })
      const ids = rows.map(({ import_id }) => import_id)
      return await summaries(pool, tenantId, { ids, scope })
    },

    async find(tenantId, id, scope) {
      return (await summaries(pool, tenantId, { ids: [id], scope }))[0]
    },

    async users(tenantId, id, scope) {
      const { rows } = await pool.query<{ name: string; rows: number }>({
        name: 'import-users',
        text: `select assigned_user_principal_name as name, count(*)::int as rows from import_row
          where tenant_id = $1 and import_id = $2 and ${reachedBy(3)} and assigned_user_principal_name <> '' group by 1`,
        values: [tenantId, id, ...reachOf(scope)],
      })
      return rows
    },

    rows: (tenantId, query) => placedRows(pool, tenantId, query),

    label: (tenantId, label) => keepLabel(pool, tenantId, label),

    refused: (tenantId, query) => refusedRows(pool, wrap, { tenantId, ...query }),
  }
}

/** Tags and submitter; null tags = every row. */
function reachOf(scope: TagScope): readonly [readonly string[] | null, string | null] {
  return scope.whole ? [null, null] : [scope.tags, scope.submitter ?? null]
}

/** Rows with these tags, and those that the submitter was refused for their tag, by the first of the two values' numbers. */
function reachedBy(first: number): string {
  return `($${first}::text[] is null or lower(coalesce(import_row.group_tag, '')) = any($${first}) or import_row.submitted_by = $${first + 1}::text)`
}

type SummaryRow = {
  readonly import_id: ImportId
  readonly status: string
  readonly refusal: string | null
  readonly rows: string
  readonly label: string | null
  readonly made_by: string | null
}

async function summaries(
  pool: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { ids, scope }: { readonly ids: readonly ImportId[]; readonly scope: TagScope },
): Promise<readonly ImportSummary[]> {
  const { rows } = await pool.query<SummaryRow>({
    name: 'import-summaries',
    text: `select import_row.import_id, import_row.status, import_row.refusal, count(*) as rows, label.label, label.made_by
      from import_row left join import_label as label on label.tenant_id = import_row.tenant_id and label.import_id = import_row.import_id
      where import_row.tenant_id = $1 and import_row.import_id = any($2) and ${reachedBy(3)}
      group by import_row.import_id, import_row.status, import_row.refusal, label.label, label.made_by`,
    values: [tenantId, ids, ...reachOf(scope)],
  })
  const byImport = Map.groupBy(rows, ({ import_id }) => import_id)
  return ids.flatMap((id) => {
    const own = byImport.get(id)
    return own === undefined ? [] : [summaryOf(id, own)]
  })
}

function summaryOf(id: ImportId, rows: readonly SummaryRow[]): ImportSummary {
  const count = (of: readonly SummaryRow[]) => of.reduce((sum, { rows }) => sum + Number(rows), 0)
  const inState = (status: string) => count(rows.filter((row) => row.status === status))
  return {
    id,
    label: rows[0]?.label ?? null,
    by: rows[0]?.made_by ?? null,
    at: timeOf(id),
    rows: count(rows),
    complete: inState('complete'),
    error: inState('error'),
    undecided: inState('undecided'),
    byError: rows
      .flatMap(({ refusal, rows: refused }) =>
        refusal === null ? [] : [{ name: shownName(refusal), count: Number(refused) }],
      )
      .toSorted((a, b) => b.count - a.count),
  }
}

/** An import's id begins with the time at which it was made: milliseconds since 1970 (RFC 9562, version 7). */
function timeOf(id: ImportId): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}

function shownName(text: string): string {
  const { refusal, reportedAs } = refusalOf(text)
  return reportedAs?.name ?? refusal
}

async function placedRows(
  pool: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { importId, scope, state, error, after, limit }: RowsQuery,
): Promise<readonly PlacedReceipt[]> {
  const { rows } = await pool.query<ImportRow & { file: string | null; line: number | null }>({
    name: 'import-placed-rows',
    text: `select import_row.*, place.file, place.line from import_row
      left join import_place as place on place.tenant_id = import_row.tenant_id and place.import_id = import_row.import_id and place.row_number = import_row.row_number
      where import_row.tenant_id = $1 and import_row.import_id = $2 and ${reachedBy(3)} and import_row.row_number > $5
        and ($6::text is null or import_row.status = $6) and ($7::text is null or import_row.refusal = $7 or import_row.refusal like '% ' || $7)
      order by import_row.row_number limit $8`,
    values: [tenantId, importId, ...reachOf(scope), after, state ?? null, error ?? null, limit],
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

async function refusedRows(
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
      where import_row.tenant_id = $1 and import_row.import_id = $2 and ${reachedBy(3)} and import_row.status = 'error'
        and (import_row.refusal = any($5) or split_part(import_row.refusal, ' ', 2) = any($5))
      order by import_row.row_number`,
    values: [tenantId, importId, ...reachOf(scope), errors],
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

async function keepLabel(
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
