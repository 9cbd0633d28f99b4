/** Hashes of devices in PostgreSQL, with the import and file each came from. */
import type { DeviceHash, DeviceHashes } from '../../core/devices/device-hashes.ts'
import { type DeviceId, splitReceiptId } from '../../core/ids.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'
import { unwrapHash } from './hash-bytes.ts'

type Stored = { readonly hash_id: string; readonly bytes: Buffer; readonly length: number }

type HashRow = Stored & {
  readonly accepted_at: Date
  readonly made_by: string | null
  readonly file: string | null
  readonly line: number | null
}

export function deviceHashesIn({ pool }: Pick<Store, 'pool'>, wrap: Wrap): DeviceHashes {
  return {
    async of(tenantId, id) {
      const { rows } = await pool.query<HashRow>({
        name: 'device-hashes',
        text: `select device_hash.hash_id, device_hash.accepted_at, hardware_hash.bytes, hardware_hash.length, label.made_by, place.file, place.line
          from device_hash join hardware_hash on hardware_hash.tenant_id = device_hash.tenant_id and hardware_hash.hash_id = device_hash.hash_id
          left join import_label as label on label.tenant_id = device_hash.tenant_id
            and label.import_id = (left(device_hash.hash_id::text, 28) || '00000000')::uuid
          left join import_place as place on place.tenant_id = label.tenant_id and place.import_id = label.import_id
            and place.row_number = ('x' || right(device_hash.hash_id::text, 8))::bit(32)::int
          where device_hash.tenant_id = $1 and device_hash.device_id = $2 order by device_hash.accepted_at desc, device_hash.hash_id desc`,
        values: [tenantId, id],
      })
      return rows.map(
        (row): DeviceHash => ({
          id: row.hash_id,
          acceptedAt: row.accepted_at,
          bytes: unwrapHash(wrap, row.hash_id, row),
          importId: splitReceiptId(row.hash_id)?.importId ?? null,
          by: row.made_by,
          file: row.file,
          line: row.line,
        }),
      )
    },

    async newest(tenantId, ids) {
      const { rows } = await pool.query<Stored & { device_id: DeviceId }>({
        name: 'device-newest-hashes',
        text: `select distinct on (device_hash.device_id) device_hash.device_id, device_hash.hash_id, hardware_hash.bytes, hardware_hash.length
          from device_hash join hardware_hash on hardware_hash.tenant_id = device_hash.tenant_id and hardware_hash.hash_id = device_hash.hash_id
          where device_hash.tenant_id = $1 and device_hash.device_id = any($2::uuid[])
          order by device_hash.device_id, device_hash.accepted_at desc, device_hash.hash_id desc`,
        values: [tenantId, ids],
      })
      return new Map(rows.map((row) => [row.device_id, unwrapHash(wrap, row.hash_id, row)]))
    },
  }
}
