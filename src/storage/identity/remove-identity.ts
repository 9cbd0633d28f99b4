/** A device that is removed is nobody's: its tokens are free for whoever registers it next, its hashes are gone. */
import type pg from 'pg'
import { removeHolder } from './holders.ts'

export async function removeIdentity(
  client: pg.ClientBase,
  tenantId: string,
  deviceId: string,
): Promise<void> {
  // First, since an import that adds to the device's history holds this row until it is done.
  const { rows } = await client.query<{ tokens: string[] }>(
    'delete from device_identity where tenant_id = $1 and device_id = $2 returning tokens',
    [tenantId, deviceId],
  )
  await client.query(
    `with gone as (delete from device_hash where tenant_id = $1 and device_id = $2 returning hash_id)
     delete from hardware_hash h using gone where h.tenant_id = $1 and h.hash_id = gone.hash_id`,
    [tenantId, deviceId],
  )
  if (rows[0] !== undefined) await removeHolder(client, rows[0].tokens, deviceId)
}
