/** Finds registered devices by the contents of a hash and a proof, in one round trip per query. */
import type { Lookup } from '../../core/conflicts/match-hash.ts'
import type { DeviceLookup } from '../../core/deployment/matched-device.ts'
import type { DeviceId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'

export function deviceLookupIn({ pool }: Pick<Store, 'pool'>, lookup: Lookup): DeviceLookup {
  return {
    holdersOf: lookup.holdersOf,
    recordsOf: lookup.recordsOf,
    async boundKeysOf(holders) {
      const { rows } = await pool.query<{ device_id: DeviceId; digests: string[] }>({
        name: 'device-key-bound',
        text: `select k.device_id, array_agg(encode(k.digest, 'hex')) as digests
          from unnest($1::uuid[], $2::uuid[]) as h(tenant, device)
          join device_key k on k.tenant_id = h.tenant and k.device_id = h.device
          where k.state = 'bound' group by k.device_id`,
        values: [holders.map(({ tenantId }) => tenantId), holders.map(({ deviceId }) => deviceId)],
      })
      return new Map(rows.map(({ device_id, digests }) => [device_id, digests]))
    },
  }
}
