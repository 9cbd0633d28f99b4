/** Deletes hashes of refused rows that nobody has resubmitted in time. */
import { type ImportId, receiptId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

type Over = { readonly tenant_id: string; readonly import_id: ImportId }

/** Drops the hashes of one expired import; false = there is none. */
export function dropRefusedHashes({ transaction }: Pick<Store, 'transaction'>): Promise<boolean> {
  return transaction(async ({ client }) => {
    const { rows: expired } = await client.query<Over>(
      'select tenant_id, import_id from import_label where hashes_until < business_now() limit 1',
    )
    const [over] = expired
    if (over === undefined) return false
    const { rows: numbers } = await client.query<{ row_number: number }>(
      `select row_number from import_row where import_id = $1 and tenant_id = $2 and status = 'error'
         and not exists (select from identity_conflict as conflict where conflict.tenant_id = $2 and conflict.import_id = $1
           and conflict.row_number = import_row.row_number and conflict.state = 'open')`,
      [over.import_id, over.tenant_id],
    )
    await client.query(
      `delete from hardware_hash where tenant_id = $1 and hash_id = any($2::uuid[])
         and not exists (select from device_hash where device_hash.tenant_id = $1 and device_hash.hash_id = hardware_hash.hash_id)`,
      [over.tenant_id, numbers.map(({ row_number }) => receiptId(over.import_id, row_number))],
    )
    await client.query(
      'update import_label set hashes_until = null where tenant_id = $1 and import_id = $2',
      [over.tenant_id, over.import_id],
    )
    return true
  })
}
