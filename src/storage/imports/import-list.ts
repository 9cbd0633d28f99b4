/** Imports as lists: a walk over the ids in the index of receipts, and row counts of those shown. */
import type pg from 'pg'
import type { TagScope } from '../../core/access/tag-scope.ts'
import type { ImportId, TenantId } from '../../core/ids.ts'
import type { ImportLists, ImportSummary } from '../../core/imports/import-list.ts'
import { timeOfUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import { reachedRow, rowReach } from '../access/reached-import-rows.ts'
import { refusalOf } from '../sql/refusal-text.ts'
import type { Store } from '../sql/store.ts'
import { keepLabel, placedRows, refusedRows } from './placed-rows.ts'

export function importListsIn({ pool }: Store, wrap: Wrap): ImportLists {
  return {
    async list(tenantId, { after, limit, scope }) {
      const { rows } = await pool.query<{ import_id: ImportId }>(
        scope.whole
          ? { name: 'import-ids', text: walked(newest), values: [tenantId, after ?? null, limit] }
          : {
              name: 'import-ids-reached',
              text: walked(newestReached),
              values: [tenantId, after ?? null, limit, ...rowReach(scope)],
            },
      )
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
          where tenant_id = $1 and import_id = $2 and ${reachedRow(3)} and assigned_user_principal_name <> '' group by 1`,
        values: [tenantId, id, ...rowReach(scope)],
      })
      return rows
    },

    rows: (tenantId, query) => placedRows(pool, tenantId, query),

    label: (tenantId, label) => keepLabel(pool, tenantId, label),

    refused: (tenantId, query) => refusedRows(pool, wrap, { tenantId, ...query }),
  }
}

/** From the newest import to the next older one, each found by an index. `before`: the id of the one that comes after. */
function walked(step: (before: string) => string): string {
  return `with recursive walk as (
      select (${step('coalesce($2::uuid, all_ids.last)')}) as import_id from (values ('${lastId}'::uuid)) as all_ids(last)
      union all select (${step('walk.import_id')}) from walk where walk.import_id is not null)
    select import_id from walk where import_id is not null limit $3`
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const newestWith = (condition: string, before: string) =>
  `select import_id from import_row where tenant_id = $1 and ${condition} and import_id < ${before} order by import_id desc limit 1`

const newest = (before: string) => newestWith('true', before)

/** As `reachedRow`, for each tag by itself, as an index has them. */
const newestReached = (before: string) => `select import_id from (
    select (${newestWith(`lower(coalesce(group_tag, '')) = tag`, before)}) as import_id from unnest($4::text[]) as tag
    union all select (${newestWith('submitted_by = $5::text', before)})
  ) as found where import_id is not null order by import_id desc limit 1`

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
      where import_row.tenant_id = $1 and import_row.import_id = any($2) and ${reachedRow(3)}
      group by import_row.import_id, import_row.status, import_row.refusal, label.label, label.made_by`,
    values: [tenantId, ids, ...rowReach(scope)],
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
    at: timeOfUuid(id),
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

function shownName(text: string): string {
  const { refusal, reportedAs } = refusalOf(text)
  return reportedAs?.name ?? refusal
}
