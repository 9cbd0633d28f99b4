/** Frees deleted devices that nobody has restored in time. */
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { releaseReserved } from '../devices/reserve-devices.ts'
import type { Store } from '../sql/store.ts'

/** Devices freed in one transaction. */
const atOnce = 200

const isDue = "state = 'reserved' and reserved_until <= business_now()"

/** Frees some of one tenant; false = none is due. */
export function expireReserved({ transaction }: Pick<Store, 'transaction'>): Promise<boolean> {
  return transaction(async ({ client }) => {
    const { rows: tenants } = await client.query<{ tenant_id: TenantId }>(
      `select tenant_id from deleted_device where ${isDue} order by tenant_id limit 1`,
    )
    const [due] = tenants
    if (due === undefined) return false
    const { rows } = await client.query<{ device_id: DeviceId }>(
      `select device_id from deleted_device where tenant_id = $1 and ${isDue}
       order by device_id limit $2 for update skip locked`,
      [due.tenant_id, atOnce],
    )
    // Another server is at it.
    if (rows.length === 0) return false
    const how = { by: 'system', isMeant: () => true, state: 'expired' } as const
    await releaseReserved(client, [due.tenant_id, rows.map(({ device_id }) => device_id)], how)
    return true
  })
}
