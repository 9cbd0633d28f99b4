/** A device that is removed is nobody's: its tokens are free for whoever registers it next. */
import type pg from 'pg'
import { removeHolder } from './holders.ts'

export async function removeIdentity(
  client: pg.ClientBase,
  tenantId: string,
  deviceId: string,
): Promise<void> {
  const { rows } = await client.query<{ tokens: string[] }>(
    'delete from device_identity where tenant_id = $1 and device_id = $2 returning tokens',
    [tenantId, deviceId],
  )
  if (rows[0] !== undefined) await removeHolder(client, rows[0].tokens, deviceId)
}
