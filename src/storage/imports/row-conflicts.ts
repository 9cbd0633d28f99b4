/** The conflicts that refused rows wait in, or waited in. */
import type { ReceiptId, TenantId } from '../../core/ids.ts'
import { type ImportId, receiptId } from '../../core/ids.ts'
import type { RowConflict } from '../../core/imports/imported-device.ts'
import type { Store } from '../sql/store.ts'
import type { ImportRow } from './imports.ts'

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
  rows: readonly ImportRow[],
): Promise<ReadonlyMap<ReceiptId, RowConflict>> {
  const held = rows.filter(({ refusal }) => refusal === 'ZtdDeviceIsNotUnique')
  if (held.length === 0) return new Map()
  const { rows: found } = await pool.query<Found>({
    name: 'row-conflicts',
    text: `select c.import_id, c.row_number, c.conflict_id, c.state
      from unnest($2::uuid[], $3::int[]) as r(import_id, row_number)
        join identity_conflict c on c.tenant_id = $1 and c.import_id = r.import_id and c.row_number = r.row_number
      where c.device_id is null order by c.conflict_id`,
    values: [tenantId, held.map(({ import_id }) => import_id), held.map((row) => row.row_number)],
  })
  return new Map(
    found.map(({ import_id, row_number, conflict_id: id, state }) => [
      receiptId(import_id, row_number),
      { id, state },
    ]),
  )
}
