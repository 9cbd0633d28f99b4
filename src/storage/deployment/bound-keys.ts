/** Keys bound to devices, besides those in their hashes. */
import type { DeviceLookup } from '../../core/deployment/matched-device.ts'
import type { DeviceId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

export function boundKeysIn({ pool }: Pick<Store, 'pool'>): DeviceLookup['boundKeysOf'] {
  return async (holders) => {
    const { rows } = await pool.query<{ device_id: DeviceId; digests: string[] }>({
      name: 'device-key-bound',
      text: `select device_key.device_id, array_agg(encode(device_key.digest, 'hex')) as digests
        from unnest($1::uuid[], $2::uuid[]) as holder(tenant, device)
        join device_key on device_key.tenant_id = holder.tenant and device_key.device_id = holder.device
        where device_key.state = 'bound' group by device_key.device_id`,
      values: [holders.map(({ tenantId }) => tenantId), holders.map(({ deviceId }) => deviceId)],
    })
    return new Map(rows.map(({ device_id, digests }) => [device_id, digests]))
  }
}
