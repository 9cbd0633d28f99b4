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
        text: `select d.hash_id, d.accepted_at, h.bytes, h.length, l.made_by, p.file, p.line
          from device_hash d join hardware_hash h on h.tenant_id = d.tenant_id and h.hash_id = d.hash_id
          left join import_label l on l.tenant_id = d.tenant_id
            and l.import_id = (left(d.hash_id::text, 28) || '00000000')::uuid
          left join import_place p on p.tenant_id = l.tenant_id and p.import_id = l.import_id
            and p.row_number = ('x' || right(d.hash_id::text, 8))::bit(32)::int
          where d.tenant_id = $1 and d.device_id = $2 order by d.accepted_at desc, d.hash_id desc`,
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
        text: `select distinct on (d.device_id) d.device_id, d.hash_id, h.bytes, h.length
          from device_hash d join hardware_hash h on h.tenant_id = d.tenant_id and h.hash_id = d.hash_id
          where d.tenant_id = $1 and d.device_id = any($2::uuid[])
          order by d.device_id, d.accepted_at desc, d.hash_id desc`,
        values: [tenantId, ids],
      })
      return new Map(rows.map((row) => [row.device_id, unwrapHash(wrap, row.hash_id, row)]))
    },
  }
}
