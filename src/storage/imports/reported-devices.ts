/** Devices by what their makers call them, for rows without a hash. */

import type { Token } from '../../core/identity/tokens.ts'
import { receiptId } from '../../core/ids.ts'
import type { ReportedDevices } from '../../core/imports/slice.ts'
import { unwrapHash, wrapHash } from '../devices/hash-bytes.ts'
import { uuidArray } from '../sql/binary-arrays.ts'
import type { HeldWork } from './held-work.ts'

type StoredHash = { readonly bytes: Buffer; readonly length: number }

export function reportedDevicesIn({ client, wrap, work }: HeldWork): ReportedDevices {
  return {
    async reportedUnder(tokens) {
      const { rows } = await client.query<StoredHash & { token: Token; known_id: string }>({
        name: 'known-device-by-token',
        text: `select known_token.token, known_device.known_id, known_device.bytes, known_device.length
          from known_token join known_device using (known_id) where known_token.token = any($1::uuid[])`,
        values: [uuidArray(tokens)],
      })
      const byToken = Map.groupBy(rows, ({ token }) => token)
      return new Map(
        [...byToken].map(([token, found]) => [
          token,
          found.map((row) => unwrapHash(wrap, row.known_id, row)),
        ]),
      )
    },

    async hashesOfHolders(holders) {
      const { rows } = await client.query<StoredHash & { hash_id: string }>({
        name: 'device-hash-of-holders',
        text: `select latest.hash_id, hardware_hash.bytes, hardware_hash.length
          from (select distinct on (device_hash.tenant_id, device_hash.device_id) device_hash.tenant_id, device_hash.hash_id
            from unnest($1::uuid[], $2::uuid[]) as holder(tenant, device)
            join device_hash on device_hash.tenant_id = holder.tenant and device_hash.device_id = holder.device
            order by device_hash.tenant_id, device_hash.device_id, device_hash.accepted_at desc, device_hash.hash_id desc) as latest
          join hardware_hash on hardware_hash.tenant_id = latest.tenant_id and hardware_hash.hash_id = latest.hash_id`,
        values: [
          uuidArray(holders.map(({ tenantId }) => tenantId)),
          uuidArray(holders.map(({ deviceId }) => deviceId)),
        ],
      })
      return rows.map((row) => unwrapHash(wrap, row.hash_id, row))
    },

    async keepHashes(found) {
      const ids = found.map(({ rowNumber }) => receiptId(work.importId, rowNumber))
      await client.query(
        `insert into hardware_hash (tenant_id, hash_id, bytes, length)
         select $1, id, bytes, length from unnest($2::uuid[], $3::bytea[], $4::int[]) as given(id, bytes, length)`,
        [
          work.tenantId,
          ids,
          found.map(({ bytes }, at) => wrapHash(wrap, ids[at] ?? '', bytes)),
          found.map(({ bytes }) => bytes.length),
        ],
      )
    },
  }
}
