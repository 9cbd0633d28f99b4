/** Frees the tokens of removed devices for their next registration, and deletes their hashes. */
import type pg from 'pg'
import type { Device } from '../../core/devices/device.ts'
import type { TenantId } from '../../core/ids.ts'
import { removeHolders } from './holders.ts'
import { lockIdentities } from './records.ts'

export async function removeIdentities(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  devices: readonly Pick<Device, 'id'>[],
): Promise<void> {
  const ids = devices.map(({ id }) => id)
  const owned = [tenantId, ids]
  // First, because an import that adds to a device's history locks this row until it is done.
  await client.query({ ...lockIdentities, values: owned })
  const { rows } = await client.query<{ tokens: string[] }>(
    'delete from device_identity where tenant_id = $1 and device_id = any($2::uuid[]) returning tokens',
    owned,
  )
  await client.query(
    `with gone as (
       delete from device_hash where tenant_id = $1 and device_id = any($2::uuid[]) returning hash_id)
     delete from hardware_hash using gone where hardware_hash.tenant_id = $1 and hardware_hash.hash_id = gone.hash_id`,
    owned,
  )
  await removeHolders(
    client,
    rows.flatMap(({ tokens }) => tokens),
    ids,
  )
}
