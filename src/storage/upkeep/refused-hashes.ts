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
        delete from hardware_hash h using over o, import_row r
        where r.tenant_id = o.tenant_id and r.import_id = o.import_id and r.status = 'error'
          and h.tenant_id = r.tenant_id
          and h.hash_id = (left(r.import_id::text, 28) || lpad(to_hex(r.row_number), 8, '0'))::uuid
          and not exists (select from device_hash d where d.tenant_id = h.tenant_id and d.hash_id = h.hash_id)
          and not exists (select from identity_conflict c where c.tenant_id = r.tenant_id and c.import_id = r.import_id
            and c.row_number = r.row_number and c.state = 'open'))
      select from over`,
  )
  return rowCount === 1
}
