/** Frees deleted devices that nobody has restored in time. */
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { releaseReserved } from '../devices/reserve-devices.ts'
import type { Store } from '../sql/store.ts'

/** Devices freed in one transaction. */
const atOnce = 200

/** Frees some of one tenant; false = none is due. */
export function expireReserved({ transaction }: Pick<Store, 'transaction'>): Promise<boolean> {
  return transaction(async ({ client }) => {
    const { rows } = await client.query<{ tenant_id: TenantId; ids: DeviceId[] }>(
      `select tenant_id, array_agg(device_id) as ids from (
         select tenant_id, device_id from deleted_device where state = 'reserved' and reserved_until <= business_now()
         order by tenant_id, device_id limit $1 for update skip locked) as due
       group by tenant_id limit 1`,
      [atOnce],
    )
    const [due] = rows
    if (due === undefined) return false
    const how = { by: 'system', isMeant: () => true, state: 'expired' } as const
    await releaseReserved(client, [due.tenant_id, due.ids], how)
    return true
  })
}
