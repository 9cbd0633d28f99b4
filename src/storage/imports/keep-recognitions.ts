/** What new hashes of known devices add: record, tokens, and the hash itself as part of the history. */
import { type DeviceId, receiptId } from '../../core/ids.ts'
import type { Recognition } from '../../core/imports/slice.ts'
import { type WrappedRecords, wrapRecord } from '../identity/records.ts'
import { ClaimLost } from '../sql/database.ts'
import type { HeldWork } from './held-work.ts'

/** Hashes kept per device; the oldest is dropped first. */
const maxHashes = 20

export type Recognized = Recognition & { readonly rowNumber: number; readonly deviceId: DeviceId }

/** The records when the decision was made. */
type Held = HeldWork & { readonly records: WrappedRecords }

/** Those that add something to the records of their devices. */
export function thoseWithNews(list: readonly Recognized[]): readonly Recognized[] {
  return list.filter(({ changes, tokens }) => changes !== undefined || tokens.length > 0)
}

/**
 * Throws `ClaimLost` if a device was deleted or its record changed since it was read: the first would leave
 * identifiers that lead nowhere, the second would lose the other change.
 */
export async function keepRecognitions(held: Held, news: readonly Recognized[]): Promise<void> {
  if (news.length === 0) return
  await updateIdentities(
    held,
    news.filter(({ firstHash }) => firstHash === undefined),
  )
  await keepHashes(
    held,
    news.filter(({ changes }) => changes !== undefined),
  )
}

async function updateIdentities(
  { client, wrap, work, records }: Held,
  list: readonly Recognized[],
): Promise<void> {
  if (list.length === 0) return
  const { rowCount } = await client.query({
    name: 'device-identity-enrich',
    text: `update device_identity as identity set record = recognized.record, tokens = identity.tokens || string_to_array(recognized.tokens, ',')::uuid[]
      from unnest($2::uuid[], $3::bytea[], $4::text[], $5::bytea[]) as recognized(device, record, tokens, before)
      where identity.tenant_id = $1 and identity.device_id = recognized.device and identity.record = recognized.before`,
    values: [
      work.tenantId,
      list.map(({ deviceId }) => deviceId),
      list.map(({ deviceId, record }) => wrapRecord(wrap, deviceId, record)),
      list.map(({ tokens }) => tokens.map(({ token }) => token).join(',')),
      list.map(({ deviceId }) => records.get(deviceId)),
    ],
  })
  if (rowCount !== list.length) throw new ClaimLost()
}

async function keepHashes({ client, work }: HeldWork, list: readonly Recognized[]): Promise<void> {
  if (list.length === 0) return
  const devices = list.map(({ deviceId }) => deviceId)
  await client.query({
    name: 'device-hash-keep',
    text: `insert into device_hash (tenant_id, device_id, hash_id, changes, accepted_at)
      select $1, device, hash, string_to_array(changes, E'\\n'), (select business_now())
      from unnest($2::uuid[], $3::uuid[], $4::text[]) as recognized(device, hash, changes)`,
    values: [
      work.tenantId,
      devices,
      list.map(({ rowNumber }) => receiptId(work.importId, rowNumber)),
      list.map(({ changes = [] }) => changes.join('\n')),
    ],
  })
  await client.query({
    name: 'device-hash-forget',
    text: `with old as (
        delete from device_hash using (
          select device_id, hash_id, row_number() over (partition by device_id order by accepted_at desc, hash_id desc) as recency
          from device_hash where tenant_id = $1 and device_id = any($2::uuid[])
        ) ranked
        where device_hash.tenant_id = $1 and device_hash.device_id = ranked.device_id and device_hash.hash_id = ranked.hash_id and ranked.recency > $3
        returning device_hash.hash_id
      )
      delete from hardware_hash using old where hardware_hash.tenant_id = $1 and hardware_hash.hash_id = old.hash_id`,
    values: [work.tenantId, devices, maxHashes],
  })
}
