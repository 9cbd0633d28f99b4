/** Submissions of OEMs in PostgreSQL. */
import type { Selectable } from 'kysely'
import type { OemRow, OemSubmissions, StoredOemRow } from '../../core/oem/oem-submission.ts'
import { refusalOf } from '../sql/refusal-text.ts'
import type { Database } from '../sql/schema.ts'
import type { Store } from '../sql/store.ts'

type Row = Selectable<Database['import_row']>

export function oemSubmissionsIn({ pool }: Pick<Store, 'pool'>): OemSubmissions {
  return {
    async add(oemId, { id, kind, rows }) {
      await pool.query(
        'insert into oem_submission (tenant_id, submission_id, kind, rows) values ($1, $2, $3, $4)',
        [oemId, id, kind, JSON.stringify(rows)],
      )
    },

    async find(oemId, id) {
      const { rows } = await pool.query<{
        kind: 'devices' | 'inventory'
        created_at: Date
        rows: StoredOemRow[]
      }>(
        'select kind, created_at, rows from oem_submission where tenant_id = $1 and submission_id = $2',
        [oemId, id],
      )
      const [found] = rows
      if (found === undefined) return undefined
      return {
        id,
        kind: found.kind,
        at: found.created_at,
        rows: await decidedRows(pool, found.rows),
      }
    },

    async list(oemId, { after, limit }) {
      const { rows } = await pool.query<{
        submission_id: string
        kind: 'devices' | 'inventory'
        created_at: Date
      }>(
        `select submission_id, kind, created_at from oem_submission where tenant_id = $1
           and ($2::uuid is null or submission_id < $2) order by submission_id desc limit $3`,
        [oemId, after ?? null, limit],
      )
      return rows.map(({ submission_id, kind, created_at }) => ({
        id: submission_id,
        kind,
        at: created_at,
      }))
    },
  }
}

async function decidedRows(
  client: Store['pool'],
  stored: readonly StoredOemRow[],
): Promise<readonly OemRow[]> {
  const imports = [
    ...new Set(stored.flatMap((each) => ('importId' in each ? [each.importId] : []))),
  ]
  const { rows } = await client.query<Row>(
    'select * from import_row where import_id = any($1::uuid[])',
    [imports],
  )
  const byPlace = new Map(rows.map((row) => [`${row.import_id} ${row.row_number}`, row]))
  return stored.map((each) =>
    'importId' in each ? decided(each.rowId, byPlace.get(`${each.importId} ${each.row}`)) : each,
  )
}

/** A receipt that the customer deleted was decided. */
function decided(rowId: string | null, row: Row | undefined): OemRow {
  if (row === undefined || row.status === 'complete')
    return { rowId, state: 'complete', registrationId: row?.device_id ?? null }
  if (row.status !== 'error' || row.refusal === null) return { rowId, state: 'undecided' }
  return { rowId, state: 'error', refusal: refusalOf(row.refusal).refusal }
}
