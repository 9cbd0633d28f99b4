/** The conflicts that refused rows wait in, or waited in. */
import type { ReceiptId, TenantId } from '../../core/ids.ts'
import { type ImportId, receiptId } from '../../core/ids.ts'
import type { RowConflict } from '../../core/imports/imported-device.ts'
import type { Store } from '../sql/store.ts'

/** What names a row, and why it was refused. */
type Refused = {
  readonly import_id: string
  readonly row_number: number
  readonly refusal: string | null
}

type Found = {
  readonly import_id: ImportId
  readonly row_number: number
  readonly conflict_id: string
  readonly state: RowConflict['state']
}

/** Of a row that was held more than once, the latest. */
export async function rowConflicts(
  pool: Pick<Store['pool'], 'query'>,
  tenantId: TenantId,
  rows: readonly Refused[],
): Promise<ReadonlyMap<ReceiptId, RowConflict>> {
  const held = rows.filter(({ refusal }) => refusal === 'ZtdDeviceIsNotUnique')
  if (held.length === 0) return new Map()
  const { rows: found } = await pool.query<Found>({
    name: 'row-conflicts',
    text: `select conflict.import_id, conflict.row_number, conflict.conflict_id, conflict.state
      from unnest($2::uuid[], $3::int[]) as held(import_id, row_number)
        join identity_conflict as conflict on conflict.tenant_id = $1
          and conflict.import_id = held.import_id and conflict.row_number = held.row_number
      where conflict.device_id is null order by conflict.conflict_id`,
    values: [tenantId, held.map(({ import_id }) => import_id), held.map((row) => row.row_number)],
  })
  return new Map(
    found.map(({ import_id, row_number, conflict_id: id, state }) => [
      receiptId(import_id, row_number),
      { id, state },
    ]),
  )
}
