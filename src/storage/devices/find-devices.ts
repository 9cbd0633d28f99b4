/** Devices of any tenants by their ids, in one statement. */
import type { Device } from '../../core/devices/device.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Holder } from '../../core/imports/slice.ts'
import type { Client } from '../sql/store.ts'
import { type DeviceRow, deviceRowColumns, toDevice } from './device-rows.ts'

const columnList = deviceRowColumns.map((name) => `device.${name}`).join(', ')

/** In the order of `wanted`; undefined: there is none. */
export async function findDevices(
  client: Client,
  wanted: readonly Holder[],
): Promise<readonly (Device | undefined)[]> {
  const { rows } = await client.query<DeviceRow & { tenant_id: TenantId }>({
    name: 'devices-find',
    text: `select device.tenant_id, ${columnList} from unnest($1::uuid[], $2::uuid[]) as wanted(tenant, device)
      join device on device.tenant_id = wanted.tenant and device.device_id = wanted.device`,
    values: [wanted.map(({ tenantId }) => tenantId), wanted.map(({ deviceId }) => deviceId)],
  })
  const found = new Map(rows.map((row) => [row.device_id, toDevice(row.tenant_id, row)]))
  return wanted.map(({ deviceId }) => found.get(deviceId))
}
