/** What goes along with a device to another tenant: its hashes, and the TPM keys that are bound to it. */
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { Client } from '../sql/store.ts'

type Belongings = {
  readonly hashes: readonly (Hash & { device_id: string })[]
  readonly keys: readonly (Key & { device_id: string })[]
}
type Hash = {
  hash_id: string
  bytes: Buffer
  length: number
  changes: string[] | null
  accepted_at: Date
}
type Key = { digest: Buffer; decided_at: Date | null; decided_by: string | null }

export const nothing: Belongings = { hashes: [], keys: [] }

export async function belongingsOf(client: Client, tenantId: TenantId, ids: readonly string[]) {
  const { rows: hashes } = await client.query<Hash & { device_id: string }>(
    `select device_hash.*, hardware_hash.bytes, hardware_hash.length from device_hash
     join hardware_hash on hardware_hash.tenant_id = device_hash.tenant_id and hardware_hash.hash_id = device_hash.hash_id
     where device_hash.tenant_id = $1 and device_id = any($2::uuid[])`,
    [tenantId, ids],
  )
  const { rows: keys } = await client.query<Key & { device_id: string }>(
    `select device_id, digest, decided_at, decided_by from device_key
     where tenant_id = $1 and device_id = any($2::uuid[]) and state = 'bound'`,
    [tenantId, ids],
  )
  const of = <Item extends { device_id: string }>(list: readonly Item[], id: string) =>
    list.filter(({ device_id }) => device_id === id)
  return new Map(ids.map((id) => [id, { hashes: of(hashes, id), keys: of(keys, id) }]))
}

export async function takeAlong(
  client: Client,
  { to, id, hashes, keys }: Belongings & { readonly to: TenantId; readonly id: DeviceId },
): Promise<void> {
  for (const { hash_id, bytes, length, changes, accepted_at } of hashes) {
    await client.query(
      'insert into hardware_hash (tenant_id, hash_id, bytes, length) values ($1, $2, $3, $4)',
      [to, hash_id, bytes, length],
    )
    await client.query(
      'insert into device_hash (tenant_id, device_id, hash_id, changes, accepted_at) values ($1, $2, $3, $4, $5)',
      [to, id, hash_id, changes, accepted_at],
    )
  }
  for (const { digest, decided_at } of keys)
    await client.query(
      `insert into device_key (tenant_id, device_id, digest, state, decided_at, decided_by)
       values ($1, $2, $3, 'bound', $4, 'transfer')`,
      [to, id, digest, decided_at],
    )
}
