/** Deletes hashes of refused rows that nobody has resubmitted in time. */
import type { Store } from '../sql/store.ts'

/** Drops the hashes of one expired import; false = there is none. */
export async function dropRefusedHashes({ pool }: Pick<Store, 'pool'>): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with over as (
        update import_label set hashes_until = null
        where (tenant_id, import_id) = (select tenant_id, import_id from import_label
          where hashes_until < business_now() limit 1 for update skip locked)
        returning tenant_id, import_id),
      dropped as (
        delete from hardware_hash using over, import_row
        where import_row.tenant_id = over.tenant_id and import_row.import_id = over.import_id and import_row.status = 'error'
          and hardware_hash.tenant_id = import_row.tenant_id
          and hardware_hash.hash_id = (left(import_row.import_id::text, 28) || lpad(to_hex(import_row.row_number), 8, '0'))::uuid
          and not exists (select from device_hash where device_hash.tenant_id = hardware_hash.tenant_id and device_hash.hash_id = hardware_hash.hash_id)
          and not exists (select from identity_conflict as conflict where conflict.tenant_id = import_row.tenant_id and conflict.import_id = import_row.import_id
            and conflict.row_number = import_row.row_number and conflict.state = 'open'))
      select from over`,
  )
  return rowCount === 1
}
